import { BROUGHT_MAX, KEPT_FOR_PROOF, SEEN_MAX } from './branch-limits.ts';
import { broughtBy, isBroughtWithin, isForkedIn } from './brought-branches.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/**
 * The ends of feeds that an author's next entry names: all that its past lacks of others', and of its own under former
 * keys, as far as the limits of branches let it. Of an author with more of them, what proves that it forked goes first,
 * then the newest version and generation.
 */
export function citableEnds(graph: EntryGraph, author: string, head: GraphNode | null): GraphNode[] {
  const before: Tips = head?.tips ?? new Map();
  const freshOf = (of: string): GraphNode[] => graph.heads(of).filter((end) => !graph.covers(before, end));
  const others = graph.authors().filter((other) => other !== author);
  const many = graph.authors().filter((other) => graph.heads(other).length > BROUGHT_MAX - KEPT_FOR_PROOF);
  const cited = withinLimits(graph, { before, head, many }, others.map(freshOf), []);
  const own = freshOf(author);
  if (own.length === 0) return cited;
  const versionAfter = (ends: readonly GraphNode[]): number =>
    graph.standing(author, head, head ? [head, ...ends] : ends).version;
  // What was written under a former key may be what certifies the present one.
  for (const reach of [[...cited, ...own], cited]) {
    const version = versionAfter(reach);
    const former = own.filter((end) => end.version < version);
    const ends = withinLimits(graph, { before, head, many }, [former], cited);
    if (versionAfter(ends) >= version) return ends;
  }
  return cited;
}

interface Citing {
  readonly before: Tips;
  readonly head: GraphNode | null;
  /** Authors with so many ends that they may be too many. */
  readonly many: readonly string[];
}

/** What is cited already, and of these ends, by author, as many as may be. */
function withinLimits(
  graph: EntryGraph,
  { before, head, many }: Citing,
  fresh: readonly (readonly GraphNode[])[],
  known: readonly GraphNode[],
): GraphNode[] {
  if (many.length === 0) return [...known, ...fresh.flat()];
  // Those who did not fork vouch for what they bring in. They go first: what is wrong with another is not their fault.
  const isPlain = ([end]: readonly GraphNode[]): boolean =>
    end === undefined || graph.heads(end.entry.author).length === 1;
  const isForked = ([end]: readonly GraphNode[]): boolean => !!end && graph.isForked(end.entry.author);
  const cited = [...known, ...fresh.filter(isPlain).flat()];
  const branched = fresh.filter((ends) => !isPlain(ends));
  for (const ends of [
    ...branched.filter((ends) => !isForked(ends)),
    ...branched.filter((ends) => isForked(ends)),
  ]) {
    const proof = proofOf(graph, before, ends);
    const newest = ends
      .filter((end) => !proof.includes(end))
      .sort((a, b) => b.version - a.version || b.entry.gen - a.entry.gen || (a.hash < b.hash ? -1 : 1));
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

/** Those ends that lead to the first two entries at one place, of the newest version that has such, while the past has not. */
function proofOf(graph: EntryGraph, before: Tips, ends: readonly GraphNode[]): GraphNode[] {
  const member = ends[0]?.entry.author ?? '';
  const version = graph.forkVersions(member).at(-1) ?? 0;
  if (isForkedIn(graph, before, member, version)) return [];
  const two = graph
    .forkedPlaces(member)
    .map((nodes) => nodes.filter((node) => node.version >= version))
    .find((nodes) => nodes.length > 1);
  return (two ?? [])
    .slice(0, 2)
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
    const most = (version: number): number =>
      isForkedIn(graph, past, author, version) ? BROUGHT_MAX : BROUGHT_MAX - KEPT_FOR_PROOF;
    return isBroughtWithin(graph, head, author, broughtBy(graph, step, author, past), most);
  });
}
