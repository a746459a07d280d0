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
  const { sources, targets, weights, crossCell } = endorsements;
  const count = sources.length;
  // First by source, then by target: a stable sort of two keys, in two passes that read in order and scatter.
  const given = new Float64Array(size);
  const sourceCount = new Uint32Array(size);
  const targetCount = new Uint32Array(size);
  for (let i = 0; i < count; i += 1) {
    sourceCount[sources[i] as number] = (sourceCount[sources[i] as number] as number) + 1;
    targetCount[targets[i] as number] = (targetCount[targets[i] as number] as number) + 1;
  }
  const sourceNext = startsOf(sourceCount);
  const targetBySource = new Uint32Array(count);
  const weightBySource = new Float64Array(count);
  const crossBySource = new Uint8Array(crossCell ? count : 0);
  for (let i = 0; i < count; i += 1) {
    const from = sources[i] as number;
    const place = sourceNext[from] as number;
    sourceNext[from] = place + 1;
    targetBySource[place] = targets[i] as number;
    weightBySource[place] = weights[i] as number;
    if (crossCell) crossBySource[place] = crossCell[i] as number;
  }
  const targetNext = startsOf(targetCount);
  const source = new Uint32Array(count);
  const weight = new Float64Array(count);
  const crosses = new Uint8Array(crossCell ? count : 0);
  let at = 0;
  for (let from = 0; from < size; from += 1) {
    const end = sourceNext[from] as number;
    for (; at < end; at += 1) {
      const to = targetBySource[at] as number;
      const place = targetNext[to] as number;
      targetNext[to] = place + 1;
      source[place] = from;
      weight[place] = weightBySource[at] as number;
      if (crossCell) crosses[place] = crossBySource[at] as number;
    }
  }

  // Equal pairs stand side by side now.
  const rowStart = new Uint32Array(size + 1);
  const weightMax = parameters.weightMax * WEIGHT_ONE;
  let edges = 0;
  at = 0;
  for (let to = 0; to < size; to += 1) {
    const end = targetNext[to] as number;
    while (at < end) {
      const from = source[at] as number;
      let sum = 0;
      let crossed = 0;
      // Capped as it grows: integers that only grow end at one sum, in whatever order they come.
      for (; at < end && source[at] === from; at += 1) {
        sum = Math.min(weightMax, sum + (weight[at] as number));
        if (crossCell) crossed |= crosses[at] as number;
      }
      if (from === to) continue;
      source[edges] = from;
      weight[edges] = sum;
      if (crossCell) crosses[edges] = crossed;
      given[from] = (given[from] as number) + sum;
      edges += 1;
    }
    rowStart[to + 1] = edges;
  }

  const givenMin = parameters.givenMin * WEIGHT_ONE;
  const share = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge += 1) {
    const total = Math.max(given[source[edge] as number] as number, givenMin);
    const part = Math.min(parameters.shareMax, (weight[edge] as number) / total);
    share[edge] = crosses[edge] ? part * parameters.crossCell : part;
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

/** Where each key begins, given how often it occurs. */
function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length);
  let next = 0;
  for (let key = 0; key < counts.length; key += 1) {
    starts[key] = next;
    next += counts[key] as number;
  }
  return starts;
}
