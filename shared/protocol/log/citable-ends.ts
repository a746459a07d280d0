import { BROUGHT_MAX, KEPT_FOR_PROOF, SEEN_MAX } from './branch-limits.ts';
import { broughtBy, broughtUpTo, isForkedIn } from './brought-branches.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/**
 * The ends of others' feeds that an author's next entry names: all that its past lacks, as far as the limits of
 * branches let it. Of an author with more of them, what proves that it forked goes first, then the newest generation.
 */
export function citableEnds(graph: EntryGraph, author: string, head: GraphNode | null): GraphNode[] {
  const before: Tips = head?.tips ?? new Map();
  const fresh = graph
    .authors()
    .filter((other) => other !== author)
    .map((other) => graph.heads(other).filter((end) => !graph.covers(before, end)));
  const many = graph.authors().filter((other) => graph.heads(other).length > BROUGHT_MAX - KEPT_FOR_PROOF);
  if (many.length === 0) return fresh.flat();
  // Those who did not fork vouch for what they bring in. They go first: what is wrong with another is not their fault.
  const isPlain = ([end]: readonly GraphNode[]): boolean =>
    end === undefined || graph.heads(end.entry.author).length === 1;
  const isForked = ([end]: readonly GraphNode[]): boolean => !!end && graph.isForked(end.entry.author);
  const cited = fresh.filter(isPlain).flat();
  const branched = fresh.filter((ends) => !isPlain(ends));
  for (const ends of [
    ...branched.filter((ends) => !isForked(ends)),
    ...branched.filter((ends) => isForked(ends)),
  ]) {
    const proof = proofOf(graph, before, ends);
    const newest = ends
      .filter((end) => !proof.includes(end))
      .sort((a, b) => b.entry.gen - a.entry.gen || (a.hash < b.hash ? -1 : 1));
    let named = 0;
    for (const bundle of [proof, ...newest.map((end) => [end])]) {
      if (bundle.length === 0 || named + bundle.length > SEEN_MAX) continue;
      if (!isWithin(graph, head, [...cited, ...bundle], many)) continue;
      cited.push(...bundle);
      named += bundle.length;
    }
  }
  return cited;
}

/** Those ends that lead to the first two entries at one place, while the past has no such two. */
function proofOf(graph: EntryGraph, before: Tips, ends: readonly GraphNode[]): GraphNode[] {
  const member = ends[0]?.entry.author ?? '';
  if (isForkedIn(graph, before, member)) return [];
  const two = graph.forkedPlaces(member)[0]?.slice(0, 2) ?? [];
  return two
    .filter((node) => !graph.covers(before, node))
    .flatMap((node) => ends.find((end) => graph.onBranch(node, end)) ?? []);
}

function isWithin(
  graph: EntryGraph,
  head: GraphNode | null,
  cited: readonly GraphNode[],
  many: readonly string[],
): boolean {
  const step = { prev: head, parents: head ? [head, ...cited] : cited };
  const past = graph.mergeTips(step.parents);
  return many.every((author) => {
    const brought = broughtBy(graph, step, author, past);
    const most = isForkedIn(graph, past, author) ? BROUGHT_MAX : BROUGHT_MAX - KEPT_FOR_PROOF;
    return brought === 0 || brought + broughtUpTo(graph, head, author) <= most;
  });
}
