import { BROUGHT_MAX } from './branch-limits.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** An entry as far as it says where it stands, be it placed or not. */
export type Step = Pick<GraphNode, 'prev' | 'parents'>;

type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/** Per entry, how many branches of an author its own branch has brought in, itself included. */
const totals = new WeakMap<GraphNode, Map<string, number>>();

/**
 * Branches of an author that an entry brings in: those that its past has more than the pasts of its parents, without
 * those by that author and by authors whom this past proves to have forked. What two such authors cite of each other
 * would else have no bound.
 */
export function broughtBy(graph: EntryGraph, { prev, parents }: Step, author: string, past: Tips): number {
  const others = parents.filter(
    (parent) =>
      parent === prev || (parent.entry.author !== author && !isForkedIn(graph, past, parent.entry.author)),
  );
  const count = (tips: Tips): number => tips.get(author)?.length ?? 0;
  return others.length === parents.length ? 0 : count(past) - count(graph.mergeTips(others));
}

/** How many branches of an author the entries up to this one have brought in, on their own branch. */
export function broughtUpTo(graph: EntryGraph, last: GraphNode | null, author: string): number {
  const steps: GraphNode[] = [];
  let total = 0;
  for (let at = last; at?.tips.has(author); at = at.prev) {
    const known = totals.get(at)?.get(author);
    if (known !== undefined) {
      total = known;
      break;
    }
    steps.push(at);
  }
  for (const step of steps.reverse()) total += broughtBy(graph, step, author, step.tips);
  if (last) totals.set(last, (totals.get(last) ?? new Map<string, number>()).set(author, total));
  return total;
}

/** An author of whom an entry brings in more branches than its own branch may, or null. */
export function broughtTooMany(graph: EntryGraph, step: Step): string | null {
  // So many branches can only be in the past of an entry if as many ends are here.
  const many = graph.authors().filter((author) => graph.heads(author).length > BROUGHT_MAX);
  if (many.length === 0) return null;
  const past = graph.mergeTips(step.parents);
  const found = many.find((author) => {
    if ((past.get(author)?.length ?? 0) <= BROUGHT_MAX) return false;
    const brought = broughtBy(graph, step, author, past);
    return brought > 0 && brought + broughtUpTo(graph, step.prev, author) > BROUGHT_MAX;
  });
  return found ?? null;
}

/** True when a past holds two entries of an author at one place. */
export function isForkedIn(graph: EntryGraph, past: Tips, author: string): boolean {
  if ((past.get(author)?.length ?? 0) < 2) return false;
  return graph
    .forkedPlaces(author)
    .some((nodes) => nodes.filter((node) => graph.covers(past, node)).length > 1);
}
