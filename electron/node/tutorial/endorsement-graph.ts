/**
 * An endorsement graph by target, in typed arrays (compressed sparse rows): the sources and weights of what
 * target t received are at positions `rowStart[t]` up to `rowStart[t + 1]`, in the order in which they were added.
 */
export interface EndorsementGraph {
  readonly size: number;
  readonly rowStart: Uint32Array;
  readonly source: Uint32Array;
  readonly weight: Float64Array;
  /** What each node gave in all. */
  readonly given: Float64Array;
}

/** Endorsement i goes from `sources[i]` to `targets[i]`, both node numbers below `size`. */
export function buildEndorsementGraph(
  size: number,
  sources: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: ArrayLike<number>,
): EndorsementGraph {
  const count = sources.length;
  const rowStart = new Uint32Array(size + 1);
  const given = new Float64Array(size);
  for (let i = 0; i < count; i += 1) {
    const target = targets[i] ?? 0;
    const source = sources[i] ?? 0;
    rowStart[target + 1] = (rowStart[target + 1] ?? 0) + 1;
    given[source] = (given[source] ?? 0) + (weights[i] ?? 0);
  }
  for (let node = 0; node < size; node += 1) {
    rowStart[node + 1] = (rowStart[node + 1] ?? 0) + (rowStart[node] ?? 0);
  }
  const next = rowStart.slice(0, size);
  const source = new Uint32Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const target = targets[i] ?? 0;
    const at = next[target] ?? 0;
    source[at] = sources[i] ?? 0;
    weight[at] = weights[i] ?? 0;
    next[target] = at + 1;
  }
  return { size, rowStart, source, weight, given };
}
