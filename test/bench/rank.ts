/** Scores of large endorsement graphs, iterated until no rank moves by more than 1e-10. */
import { fadedStrength } from '#shared/protocol/trust/fade.ts';
import { hardenedRank } from '#shared/protocol/trust/hardened-rank.ts';
import { buildRankGraph, RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';
import { buildEndorsementGraph } from '../../electron/node/tutorial/endorsement-graph.ts';
import { prototypeRank } from '../../electron/node/tutorial/prototype-rank.ts';

const EDGES_PER_NODE = 10;
const RUNS = 5;

/** Marsaglia's xorshift32: the same graph every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Milliseconds; the first run, in which code is compiled, does not count. */
function medianMs(run: () => unknown): number {
  run();
  return median(
    Array.from({ length: RUNS }, () => {
      const startMs = performance.now();
      run();
      return performance.now() - startMs;
    }),
  );
}

/** The same ranks as `hardenedRank` in the plainest way: a map of maps. The yardstick for the arrays. */
function rankByMaps(
  size: number,
  sources: Uint32Array,
  targets: Uint32Array,
  weights: Float64Array,
): { buildMs: number; rankMs: number; ranks: Float64Array } {
  const { damping, shareMax } = RANK_PARAMETERS;
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

console.log(
  'Build and rank in ms; ratios are to the hardened rank in typed arrays, build and rank together.\n',
);
console.log(
  '| edges | hardened | prototype | maps of maps | prototype ratio | maps ratio |\n|---|---|---|---|---|---|',
);
for (const edges of [1e4, 1e5, 1e6]) {
  const nodes = edges / EDGES_PER_NODE;
  const random = numbers(edges);
  const node = () => Math.floor(random() * nodes);
  const sources = Uint32Array.from({ length: edges }, node);
  const targets = Uint32Array.from({ length: edges }, node);
  const weights = Float64Array.from({ length: edges }, () =>
    fadedStrength(1 + Math.floor(random() * 1000), Math.floor(random() * 120)),
  );
  const members = new Uint8Array(nodes).fill(1);

  const build = () => buildRankGraph(nodes, { sources, targets, weights });
  const graph = build();
  const hardened = { build: medianMs(build), rank: medianMs(() => hardenedRank(graph, members)) };

  const buildPrototype = () => buildEndorsementGraph(nodes, sources, targets, weights);
  const prototypeGraph = buildPrototype();
  const prototype = {
    build: medianMs(buildPrototype),
    rank: medianMs(() => prototypeRank(prototypeGraph, { iterations: 1000, tolerance: 1e-10 })),
  };

  const runs = Array.from({ length: 3 }, () => rankByMaps(nodes, sources, targets, weights));
  const maps = {
    build: median(runs.map(({ buildMs }) => buildMs)),
    rank: median(runs.map(({ rankMs }) => rankMs)),
  };
  const ranks = hardenedRank(graph, members);
  const apart = Math.max(...runs[0]!.ranks.subarray(0, 1000).map((value, i) => Math.abs(value - ranks[i]!)));
  if (apart > 1e-9) throw new Error(`the two ways differ by ${apart}`);

  const sum = (times: { build: number; rank: number }): number => times.build + times.rank;
  const shown = ({ build: b, rank: r }: { build: number; rank: number }) =>
    `${b.toFixed(1)} + ${r.toFixed(1)}`;
  const ratio = (times: { build: number; rank: number }) => `${(sum(times) / sum(hardened)).toFixed(1)} ×`;
  console.log(
    `| ${edges} | ${shown(hardened)} | ${shown(prototype)} | ${shown(maps)} | ${ratio(prototype)} | ${ratio(maps)} |`,
  );
}
