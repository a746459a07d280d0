import { says } from '../saying.ts';
import { BROUGHT_MAX } from './branch-limits.ts';
import { broughtTooMany } from './brought-branches.ts';
import { type Entry, parentHashes, ZERO_HASH } from './entry.ts';
import type { EntryGraph, GraphNode, Refused } from './entry-graph.ts';
import { refusal } from './refusal.ts';

/** Rules of shape that need the parents, which are here: what breaks them is refused for good. */
export function placeError(graph: EntryGraph, hash: string, entry: Entry): Refused | null {
  if (hash === graph.cell) {
    const first = entry.gen === 0 && entry.seq === 0 && entry.prev === ZERO_HASH;
    if (entry.kind !== 'found' || entry.cell !== ZERO_HASH || !first || parentHashes(entry).length > 0) {
      return refusal('founding', says('refusal.foundingIsFirst'));
    }
    return null;
  }
  if (entry.cell !== graph.cell) return refusal('cell', says('refusal.otherCell'));
  if (entry.kind === 'found') return refusal('founding', says('refusal.cellFoundedOnce'));
  return linkError(graph, entry) ?? seenError(graph, entry);
}

function linkError(graph: EntryGraph, entry: Entry): Refused | null {
  if (entry.prev === ZERO_HASH) {
    // A home may have been copied before its author wrote anything: its later generation follows nothing.
    if (entry.seq !== 0 || (entry.gen !== 0 && entry.kind !== 'restored'))
      return refusal('place', says('refusal.firstOfGeneration'));
    return parentHashes(entry).length > 0 ? null : refusal('admission', says('refusal.firstCitesAdmission'));
  }
  const prev = graph.get(entry.prev);
  if (!prev || prev.entry.author !== entry.author) return refusal('place', says('refusal.previousOfAnother'));
  const next = entry.gen === prev.entry.gen && entry.seq === prev.entry.seq + 1;
  const restored = entry.gen > prev.entry.gen && entry.seq === 0 && entry.kind === 'restored';
  return next || restored ? null : refusal('place', says('refusal.numberDoesNotFollow'));
}

function seenError(graph: EntryGraph, entry: Entry): Refused | null {
  const before = graph.get(entry.prev);
  for (const [author, value] of Object.entries(entry.seen)) {
    if (author === entry.author) return refusal('seen', says('refusal.seenItself'));
    const ends = [value].flat().flatMap((hash) => graph.get(hash) ?? []);
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
