import { says } from '../saying.ts';
import { BROUGHT_MAX } from './branch-limits.ts';
import { broughtTooMany } from './brought-branches.ts';
import { type Entry, parentHashes, ZERO_HASH } from './entry.ts';
import type { EntryGraph, GraphNode, Refused } from './entry-graph.ts';
import type { Standing } from './graph-types.ts';
import { refusal } from './refusal.ts';

/** Rules of shape that need the parents, which are here: what breaks them is refused for good. */
export function placeError(
  graph: EntryGraph,
  hash: string,
  entry: Entry,
  { version, base }: Standing,
): Refused | null {
  if (hash === graph.cell) {
    return isFounding(entry) ? null : refusal('founding', says('refusal.foundingIsFirst'));
  }
  if (entry.cell !== graph.cell) return refusal('cell', says('refusal.otherCell'));
  if (entry.kind === 'found') return refusal('founding', says('refusal.cellFoundedOnce'));
  return linkError(graph, entry, base) ?? seenError(graph, entry, version);
}

/** An entry that, by its place, founds the cell which its hash is the id of. */
export function isFounding(entry: Entry): boolean {
  const isFirst = entry.gen === 0 && entry.seq === 0 && parentHashes(entry).length === 0;
  return entry.kind === 'found' && entry.cell === ZERO_HASH && isFirst;
}

function linkError(graph: EntryGraph, entry: Entry, base: number): Refused | null {
  if (entry.prev === ZERO_HASH) {
    // A home may have been copied before its author wrote anything: its later generation follows nothing.
    if (entry.seq !== 0 || (entry.gen !== 0 && entry.kind !== 'restored'))
      return refusal('place', says('refusal.firstOfGeneration'));
    if (isOffBase(entry, null, base)) return refusal('place', says('refusal.notFirstAfterLoss', { base }));
    return parentHashes(entry).length > 0 ? null : refusal('admission', says('refusal.firstCitesAdmission'));
  }
  const prev = graph.get(entry.prev);
  if (!prev || prev.entry.author !== entry.author) return refusal('place', says('refusal.previousOfAnother'));
  if (isOffBase(entry, prev, base)) return refusal('place', says('refusal.notFirstAfterLoss', { base }));
  const next = entry.gen === prev.entry.gen && entry.seq === prev.entry.seq + 1;
  const restored = entry.gen > prev.entry.gen && entry.seq === 0 && entry.kind === 'restored';
  return next || restored ? null : refusal('place', says('refusal.numberDoesNotFollow'));
}

/**
 * After a loss there is one place at which its author goes on, whatever stands before it: whoever uses it twice is proved.
 */
function isOffBase({ kind, gen, seq }: Entry, prev: GraphNode | null, base: number): boolean {
  if (base === 0 || (prev && prev.entry.gen >= base)) return false;
  return kind !== 'restored' || gen !== base || seq !== 0;
}

function seenError(graph: EntryGraph, entry: Entry, version: number): Refused | null {
  const before = graph.get(entry.prev);
  for (const [author, value] of Object.entries(entry.seen)) {
    const ends = [value].flat().flatMap((hash) => graph.get(hash) ?? []);
    // What stands under a former key of its author may be another's, who took that key.
    if (author === entry.author && ends.some((end) => end.version >= version))
      return refusal('seen', says('refusal.seenItself'));
    for (const [at, node] of ends.entries()) {
      if (node.entry.author !== author) return refusal('seen', says('refusal.seenOfAnother', { author }));
      if (before && graph.inPast(node, before))
        return refusal('seen', says('refusal.seenNotAdvanced', { author }));
      const isTwice = (other: GraphNode): boolean =>
        graph.onBranch(node, other) || graph.onBranch(other, node);
      if (ends.slice(at + 1).some(isTwice)) return refusal('seen', says('refusal.seenTwice', { author }));
    }
  }
  const parents = parentHashes(entry).flatMap((hash) => graph.get(hash) ?? []);
  const author = broughtTooMany(graph, { prev: graph.get(entry.prev) ?? null, parents });
  if (author) return refusal('seen', says('refusal.bringsTooManyBranches', { limit: BROUGHT_MAX, author }));
  return null;
}
