/**
 * The graph that trust flows through, by target, in typed arrays (compressed sparse rows): what flows into target t
 * stands at the places `rowStart[t]` up to `rowStart[t + 1]`, ordered by source.
 */

import { STRENGTH_MAX } from './bodies.ts';
import { FADE_ONE } from './fade.ts';

/** Weights are integers: thousandths of strength · 2^32 (`fadedStrength`). */
const WEIGHT_ONE = STRENGTH_MAX * FADE_ONE;

export interface RankParameters {
  /** d: the part of its trust that a node passes on. */
  readonly damping: number;
  /** c: of what a node passes on, the most that goes to one other. */
  readonly shareMax: number;
  /** beta: what an endorsement from one cell to another counts, after normalising. */
  readonly crossCell: number;
  /** w_max: what endorsements of one pair come to at most, in full endorsements. */
  readonly weightMax: number;
  /** W0: who endorses less than this in all passes on a part only. */
  readonly givenMin: number;
}

export const RANK_PARAMETERS: RankParameters = {
  damping: 0.7,
  shareMax: 0.25,
  crossCell: 0.3,
  weightMax: 1,
  givenMin: 1,
};

export interface RankGraph {
  readonly size: number;
  readonly rowStart: Uint32Array;
  readonly source: Uint32Array;
  /** w_ij, capped. */
  readonly weight: Float64Array;
  /** P_ij: the part of its trust, before damping, that the source passes to the target. */
  readonly share: Float64Array;
  /** W_i: what each node gives in all. */
  readonly given: Float64Array;
}

/** Endorsements in parallel arrays, in any order. */
export interface Endorsements {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** `fadedStrength` of each. */
  readonly weights: Float64Array;
  /** 1 where an endorsement goes from one cell to another. */
  readonly crossCell?: Uint8Array;
}

/** Endorsements of one pair become one edge; those of oneself are left out. O(nodes + endorsements). */
export function buildRankGraph(
  size: number,
  endorsements: Endorsements,
  parameters: RankParameters = RANK_PARAMETERS,
): RankGraph {
  const { sources, targets, weights } = endorsements;
  const order = orderBy(targets, size, orderBy(sources, size));
  const weightMax = parameters.weightMax * WEIGHT_ONE;
  const rowStart = new Uint32Array(size + 1);
  const source = new Uint32Array(order.length);
  const weight = new Float64Array(order.length);
  const crosses = new Uint8Array(order.length);
  const given = new Float64Array(size);
  let edges = 0;
  let [lastSource, lastTarget] = [-1, -1];
  for (let i = 0; i < order.length; i += 1) {
    const at = order[i] as number;
    const from = sources[at] as number;
    const to = targets[at] as number;
    if (from === to) continue;
    if (from !== lastSource || to !== lastTarget) {
      [lastSource, lastTarget] = [from, to];
      source[edges] = from;
      edges += 1;
      rowStart[to + 1] = edges;
    }
    // Capped as it grows: integers that only grow end at one sum, in whatever order they come.
    weight[edges - 1] = Math.min(weightMax, (weight[edges - 1] as number) + (weights[at] as number));
    if (endorsements.crossCell?.[at]) crosses[edges - 1] = 1;
  }
  for (let node = 0; node < size; node += 1)
    rowStart[node + 1] = Math.max(rowStart[node + 1] as number, rowStart[node] as number);
  for (let edge = 0; edge < edges; edge += 1) {
    const from = source[edge] as number;
    given[from] = (given[from] as number) + (weight[edge] as number);
  }
  const { shareMax, crossCell } = parameters;
  const givenMin = parameters.givenMin * WEIGHT_ONE;
  const share = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge += 1) {
    const total = Math.max(given[source[edge] as number] as number, givenMin);
    const part = Math.min(shareMax, (weight[edge] as number) / total);
    share[edge] = crosses[edge] ? part * crossCell : part;
  }
  return {
    size,
    rowStart,
    source: source.subarray(0, edges),
    weight: weight.subarray(0, edges),
    share,
    given,
  };
}

/** Places in the order of their keys (below `size`); equal keys stay in the order given (counting sort). */
function orderBy(keys: Uint32Array, size: number, order?: Uint32Array): Uint32Array {
  const next = new Uint32Array(size + 1);
  for (let i = 0; i < keys.length; i += 1) {
    const key = (keys[i] as number) + 1;
    next[key] = (next[key] as number) + 1;
  }
  for (let key = 0; key < size; key += 1) next[key + 1] = (next[key + 1] as number) + (next[key] as number);
  const sorted = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i += 1) {
    const at = order ? (order[i] as number) : i;
    const key = keys[at] as number;
    const place = next[key] as number;
    sorted[place] = at;
    next[key] = place + 1;
  }
  return sorted;
}
