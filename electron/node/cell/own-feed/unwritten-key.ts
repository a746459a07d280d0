import { baseOf, type Epoch, isMember, versionOf } from '#shared/protocol/closing/epoch.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import type { BarredBy } from '../../store/safety-state.ts';

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

/**
 * The same for a home that is barred for a reason. Whoever was only shown that another has its key goes on in a generation
 * that no other one begins, also when it was given a new key meanwhile; but a machine that takes the place of a lost one
 * has one place to begin at. `gen`: of its newest entry.
 */
export function waitsForFirst(
  graph: Pick<EntryGraph, 'heads'>,
  epoch: Epoch | null,
  me: string,
  { gen, why }: { readonly gen: number; readonly why: BarredBy | null },
): boolean {
  if (!isKeyUnwritten(graph, epoch, me)) return false;
  return why !== 'shown' || (epoch !== null && gen < baseOf(epoch, me));
}
