import { BROUGHT_MAX } from './branch-limits.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** An entry as far as it says where it stands, be it placed or not. */
export type Step = Pick<GraphNode, 'prev' | 'parents'>;

type Tips = ReadonlyMap<string, readonly GraphNode[]>;
/** Branches by the version of their author in which they end. */
export type ByVersion = ReadonlyMap<number, number>;

const NONE: ByVersion = new Map();

/** Per entry, how many branches of an author its own branch has brought in, itself included. */
const totals = new WeakMap<GraphNode, Map<string, ByVersion>>();

/**
 * Branches of an author that an entry brings in, by version: those that its past has more than the pasts of its parents,
 * without those by that author and by authors whom this past proves to have forked. What two such authors cite of each
 * other would else have no bound. A later version has room of its own: whoever took the key of an earlier one and filled
 * the room of that keeps nobody from citing the author who is back. It vouches for what it cites of earlier ones, as any
 * other author does: else a branch more than there is room for, cited by its owner, would cut that one off for good.
 */
export function broughtBy(graph: EntryGraph, { prev, parents }: Step, author: string, past: Tips): ByVersion {
  const vouching = parents.filter(
    (parent) => parent === prev || !isForkedIn(graph, past, parent.entry.author, parent.version),
  );
  const others = vouching.filter((parent) => parent === prev || parent.entry.author !== author);
  if (others.length === parents.length) return NONE;
  const before = countByVersion(graph.mergeTips(others).get(author));
  const brought = new Map<number, number>();
  for (const [version, count] of countByVersion(past.get(author))) {
    const known = before.get(version) ?? 0;
    const step = { prev, parents: vouching };
    const more = count > known ? count - vouchedFor(graph, step, author, { version, known }) : 0;
    if (more > 0) brought.set(version, more);
  }
  return brought;
}

/** Branches of a version that others, or later versions of their author, have in their pasts. */
function vouchedFor(
  graph: EntryGraph,
  { prev, parents: vouching }: Step,
  author: string,
  { version, known }: { readonly version: number; readonly known: number },
): number {
  const isLater = (parent: GraphNode): boolean => parent.entry.author === author && parent.version > version;
  if (!vouching.some(isLater)) return known;
  const all = vouching.filter(
    (parent) => parent === prev || parent.entry.author !== author || isLater(parent),
  );
  return countByVersion(graph.mergeTips(all).get(author)).get(version) ?? 0;
}

/** How many branches of an author the entries up to this one have brought in, on their own branch. */
export function broughtUpTo(graph: EntryGraph, last: GraphNode | null, author: string): ByVersion {
  const steps: GraphNode[] = [];
  let total = NONE;
  for (let at = last; at?.tips.has(author); at = at.prev) {
    const known = totals.get(at)?.get(author);
    if (known !== undefined) {
      total = known;
      break;
    }
    steps.push(at);
  }
  for (const step of steps.reverse()) total = sum(total, broughtBy(graph, step, author, step.tips));
  if (last) totals.set(last, (totals.get(last) ?? new Map<string, ByVersion>()).set(author, total));
  return total;
}

/** Whether an entry after `head` that brings in these stays within the limit that `most` says for a version. */
export function isBroughtWithin(
  graph: EntryGraph,
  head: GraphNode | null,
  author: string,
  brought: ByVersion,
  most: (version: number) => number = () => BROUGHT_MAX,
): boolean {
  if (brought.size === 0) return true;
  const before = broughtUpTo(graph, head, author);
  return [...brought].every(([version, count]) => count + (before.get(version) ?? 0) <= most(version));
}

/** An author of whom an entry brings in more branches than its own branch may, or null. */
export function broughtTooMany(graph: EntryGraph, step: Step): string | null {
  // So many branches can only be in the past of an entry if as many ends are here.
  const many = graph.authors().filter((author) => graph.heads(author).length > BROUGHT_MAX);
  if (many.length === 0) return null;
  const past = graph.mergeTips(step.parents);
  const found = many.find((author) => {
    if ((past.get(author)?.length ?? 0) <= BROUGHT_MAX) return false;
    return !isBroughtWithin(graph, step.prev, author, broughtBy(graph, step, author, past));
  });
  return found ?? null;
}

/** True when a past holds two entries of an author at one place, both of this version of it or later ones. */
export function isForkedIn(graph: EntryGraph, past: Tips, author: string, version = 0): boolean {
  if ((past.get(author)?.length ?? 0) < 2 || !graph.isForked(author, version)) return false;
  return graph
    .forkedPlaces(author)
    .some((nodes) => nodes.filter((node) => node.version >= version && graph.covers(past, node)).length > 1);
}

function countByVersion(ends: readonly GraphNode[] = []): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { version } of ends) counts.set(version, (counts.get(version) ?? 0) + 1);
  return counts;
}

function sum(one: ByVersion, other: ByVersion): ByVersion {
  if (other.size === 0) return one;
  const both = new Map(one);
  for (const [version, count] of other) both.set(version, (both.get(version) ?? 0) + count);
  return both;
}
