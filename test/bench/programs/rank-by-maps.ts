interface Edges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
}

/** The same ranks as `hardenedRank` in the plainest way: a map of maps. The yardstick for the arrays. */
export function rankByMaps(
  size: number,
  { sources, targets, weights }: Edges,
  { damping, shareMax }: { readonly damping: number; readonly shareMax: number },
): { buildMs: number; rankMs: number; ranks: Float64Array } {
  const one = 1000 * 2 ** 32;
  const startMs = performance.now();
  const out = new Map<number, Map<number, number>>();
  for (let i = 0; i < sources.length; i += 1) {
    const [from, to] = [sources[i] as number, targets[i] as number];
    if (from === to) continue;
    const row = out.get(from) ?? new Map<number, number>();
    out.set(from, row);
    row.set(to, Math.min(one, (row.get(to) ?? 0) + (weights[i] as number)));
  }
  for (const row of out.values()) {
    const given = [...row.values()].reduce((sum, weight) => sum + weight, 0);
    for (const [to, weight] of row) row.set(to, Math.min(shareMax, weight / Math.max(given, one)));
  }
  const builtMs = performance.now();
  let rank = new Map(Array.from({ length: size }, (_, node) => [node, 1 / size]));
  for (;;) {
    const received = new Map<number, number>();
    for (const [from, row] of out)
      for (const [to, share] of row)
        received.set(to, (received.get(to) ?? 0) + (rank.get(from) as number) * share);
    let passedOn = 0;
    for (const value of received.values()) passedOn += value;
    const restart = (1 - damping * passedOn) / size;
    let moved = 0;
    const next = new Map<number, number>();
    for (const [node, before] of rank) {
      const value = restart + damping * (received.get(node) ?? 0);
      moved = Math.max(moved, Math.abs(value - before));
      next.set(node, value);
    }
    rank = next;
    if (moved <= 1e-10) break;
  }
  const ranks = Float64Array.from({ length: size }, (_, node) => rank.get(node) as number);
  return { buildMs: builtMs - startMs, rankMs: performance.now() - builtMs, ranks };
}
