/** Scores of large endorsement graphs, iterated until no rank moves by more than 1e-10. */
import { buildEndorsementGraph } from '../../electron/node/reputation/endorsement-graph.ts';
import { prototypeRank } from '../../electron/node/reputation/prototype-rank.ts';

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

function medianMs(run: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const startMs = performance.now();
    run();
    return performance.now() - startMs;
  });
  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

console.log('| edges | build, ms | rank, ms |\n|---|---|---|');
for (const edges of [1e4, 1e5, 1e6]) {
  const nodes = edges / EDGES_PER_NODE;
  const random = numbers(edges);
  const node = () => Math.floor(random() * nodes);
  const sources = Uint32Array.from({ length: edges }, node);
  const targets = Uint32Array.from({ length: edges }, node);
  const weights = Float64Array.from({ length: edges }, random);
  const build = () => buildEndorsementGraph(nodes, sources, targets, weights);
  const graph = build();
  const buildMs = medianMs(build);
  const rankMs = medianMs(() => prototypeRank(graph, { iterations: 1000, tolerance: 1e-10 }));
  console.log(`| ${edges} | ${buildMs.toFixed(1)} | ${rankMs.toFixed(1)} |`);
}
