import { baseOf, type Epoch, isMember, versionOf } from '#shared/protocol/closing/epoch.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import type { HeadMarker } from '../../store/head-marker.ts';
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

/** What a home knows of its own feed. */
interface OwnFeed {
  readonly log: { readonly graph: Pick<EntryGraph, 'heads'> };
  readonly epoch: () => Epoch | null;
  readonly me: string;
  readonly marker?: Pick<HeadMarker, 'read'> | null;
}

/** The same for a key that takes the place of a lost machine's: its one first place is open. */
export function isFirstPlaceOpen({ log: { graph }, epoch: epochOf, me }: OwnFeed): boolean {
  const epoch = epochOf();
  const base = epoch ? baseOf(epoch, me) : 0;
  if (base === 0 || !isKeyUnwritten(graph, epoch, me)) return false;
  // An earlier loss is over once the feed goes on at its base.
  return !graph.heads(me).some(({ entry }) => entry.gen >= base);
}

/**
 * The first place of a key that another machine has asked for, also where a backup holds that key and its operator went
 * on before the cell knew it: who has asked for it has marked that its feed begins anew (`beginsAnew`).
 */
export function isOthersPlace(feed: OwnFeed): boolean {
  return isFirstPlaceOpen(feed) && typeof feed.marker?.read()?.hash === 'string';
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
