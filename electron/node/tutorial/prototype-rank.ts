import type { EndorsementGraph } from './endorsement-graph.ts';

export interface RankOptions {
  /** Share of rank that follows endorsements; the rest starts again at every node alike. */
  readonly damping?: number;
  readonly iterations?: number;
  /** Stops earlier, once no node's rank moves by more than this. */
  readonly tolerance?: number;
}

/**
 * Weighted PageRank as the tutorial's prototype computes it (DESIGN §7): uniform restart, 20 iterations, what a
 * node without endorsements of its own would pass on is lost, and the result is normalised to a sum of 1. The
 * order of the floating-point operations is the prototype's, so that its rounded results are reproduced.
 */
export function prototypeRank(
  { size, rowStart, source, weight, given }: EndorsementGraph,
  { damping = 0.85, iterations = 20, tolerance = 0 }: RankOptions = {},
): Float64Array {
  let rank = new Float64Array(size).fill(1 / size);
  let next = new Float64Array(size);
  const restart = (1 - damping) / size;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    let moved = 0;
    for (let node = 0; node < size; node += 1) {
      let received = 0;
      const end = rowStart[node + 1] ?? 0;
      for (let at = rowStart[node] ?? 0; at < end; at += 1) {
        const from = source[at] ?? 0;
        received += ((rank[from] ?? 0) * (weight[at] ?? 0)) / (given[from] ?? 1);
      }
      const value = restart + damping * received;
      moved = Math.max(moved, Math.abs(value - (rank[node] ?? 0)));
      next[node] = value;
    }
    [rank, next] = [next, rank];
    if (moved <= tolerance) break;
  }
  let total = 0;
  for (const value of rank) total += value;
  return rank.map((value) => value / total);
}
