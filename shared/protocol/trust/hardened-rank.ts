import { RANK_PARAMETERS, type RankGraph } from './rank-graph.ts';

const TOLERANCE = 1e-10;
/** Changes shrink by d = 0.7 with each pass: 1e-10 takes 66 at most. */
const PASSES_MAX = 500;

export interface FlowOptions {
  readonly damping?: number;
  readonly tolerance?: number;
}

/**
 * Weighted PageRank in which nobody passes on more than the shares of the graph say: what is left over returns to
 * the restart vector, which is uniform over `members` (a byte per node, 1 for a member). The ranks add up to 1.
 *
 * Only + - * / and max on doubles, in a fixed order: the same bits on every machine (ECMA-262, IEEE 754).
 */
export function hardenedRank(graph: RankGraph, members: Uint8Array, options: FlowOptions = {}): Float64Array {
  const { damping = RANK_PARAMETERS.damping, tolerance = TOLERANCE } = options;
  const { size, rowStart, source, share } = graph;
  let count = 0;
  for (let node = 0; node < size; node += 1) count += members[node] as number;
  if (count === 0) return new Float64Array(size);
  let rank = Float64Array.from(members, (member) => member / count);
  let next = new Float64Array(size);
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    let passedOn = 0;
    let edge = 0;
    for (let node = 0; node < size; node += 1) {
      let received = 0;
      const end = rowStart[node + 1] as number;
      for (; edge < end; edge += 1)
        received += (rank[source[edge] as number] as number) * (share[edge] as number);
      next[node] = damping * received;
      passedOn += received;
    }
    const restart = (1 - damping * passedOn) / count;
    let moved = 0;
    for (let node = 0; node < size; node += 1) {
      if (members[node]) next[node] = (next[node] as number) + restart;
      const change = (next[node] as number) - (rank[node] as number);
      moved = Math.max(moved, change < 0 ? -change : change);
    }
    [rank, next] = [next, rank];
    if (moved <= tolerance) break;
  }
  return rank;
}
