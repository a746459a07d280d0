import { type Epoch, isMember, versionOf } from '#shared/protocol/closing/epoch.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';

/**
 * True while nothing is here that a member signed under the key that a change has brought. A home that may be an older
 * copy does not write the first such entry, whatever its operator says: another one may have written it, at the same place.
 */
export function isKeyUnwritten(graph: Pick<EntryGraph, 'heads'>, epoch: Epoch | null, me: string): boolean {
  if (!epoch || !isMember(epoch, me)) return false;
  const version = versionOf(epoch, me);
  const isBrought = epoch.lives.some(
    (life) => life.scid === me && life.version === version && life.gen === 0,
  );
  return isBrought && !graph.heads(me).some((end) => end.version >= version);
}
