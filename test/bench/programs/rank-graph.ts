// Scores of one large endorsement graph, iterated until no rank moves by more than 1e-10, by the modules of one checkout.
// Argument: the number of endorsements. Asked for one of the ways, it answers how long that took.
import type { fadedStrength } from '#shared/protocol/trust/fade.ts';
import type { hardenedRank } from '#shared/protocol/trust/hardened-rank.ts';
import type { buildRankGraph, RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';
import type { buildEndorsementGraph } from '../../../electron/node/tutorial/endorsement-graph.ts';
import type { prototypeRank } from '../../../electron/node/tutorial/prototype-rank.ts';
import { answerBench } from '../frame/program.ts';
import { fromTree } from '../frame/tree-modules.ts';
import { rankByMaps } from './rank-by-maps.ts';

export type Way = 'hardened' | 'prototype' | 'maps';

export interface Ranked {
  readonly buildMs: number;
  readonly rankMs: number;
}

interface Modules {
  readonly fadedStrength: typeof fadedStrength;
  readonly hardenedRank: typeof hardenedRank;
  readonly buildRankGraph: typeof buildRankGraph;
  readonly RANK_PARAMETERS: typeof RANK_PARAMETERS;
  readonly buildEndorsementGraph: typeof buildEndorsementGraph;
  readonly prototypeRank: typeof prototypeRank;
}

const EDGES_PER_NODE = 10;
/** Of ranks by two ways. */
const APART_MAX = 1e-9;

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

async function modulesOf(root: string): Promise<Modules> {
  // Each where it is now, and where the former build has it.
  const files = ['fade', 'hardened-rank', 'rank-graph'].map((name) => [
    `shared/protocol/trust/${name}.ts`,
    `shared/trust/${name}.ts`,
  ]);
  const others = ['endorsement-graph', 'prototype-rank'].map((name) => [
    `electron/node/tutorial/${name}.ts`,
    `electron/node/reputation/${name}.ts`,
  ]);
  const modules = await Promise.all([...files, ...others].map((paths) => fromTree(root, ...paths)));
  return Object.assign({}, ...modules);
}

answerBench(async (root, edgesAsked = '') => {
  const modules = await modulesOf(root);
  const edges = Number(edgesAsked);
  const nodes = Math.ceil(edges / EDGES_PER_NODE);
  const random = numbers(edges);
  const node = () => Math.floor(random() * nodes);
  const sources = Uint32Array.from({ length: edges }, node);
  const targets = Uint32Array.from({ length: edges }, node);
  const weights = Float64Array.from({ length: edges }, () =>
    modules.fadedStrength(1 + Math.floor(random() * 1000), Math.floor(random() * 120)),
  );
  const members = new Uint8Array(nodes).fill(1);

  const ranked = (way: Way): Ranked & { readonly ranks: ArrayLike<number> } => {
    if (way === 'maps') return rankByMaps(nodes, { sources, targets, weights }, modules.RANK_PARAMETERS);
    const startMs = performance.now();
    if (way === 'hardened') {
      const graph = modules.buildRankGraph(nodes, { sources, targets, weights });
      const builtMs = performance.now();
      const ranks = modules.hardenedRank(graph, members);
      return { buildMs: builtMs - startMs, rankMs: performance.now() - builtMs, ranks };
    }
    const graph = modules.buildEndorsementGraph(nodes, sources, targets, weights);
    const builtMs = performance.now();
    modules.prototypeRank(graph, { iterations: 1000, tolerance: 1e-10 });
    return { buildMs: builtMs - startMs, rankMs: performance.now() - builtMs, ranks: [] };
  };

  const seen = new Set<unknown>();
  let hardened: ArrayLike<number> | null = null;
  return (question): Ranked => {
    const way = question as Way;
    // The first time, in which code is compiled, does not count.
    if (!seen.has(way)) {
      const { ranks } = ranked(way);
      if (way === 'hardened') hardened = ranks;
      hardened ??= ranked('hardened').ranks;
      if (way === 'maps') requireEqual(hardened, ranks);
      seen.add(way);
    }
    const { buildMs, rankMs } = ranked(way);
    return { buildMs, rankMs };
  };
});

function requireEqual(one: ArrayLike<number>, other: ArrayLike<number>): void {
  for (let at = 0; at < one.length; at += 1) {
    const apart = Math.abs((one[at] ?? 0) - (other[at] ?? Number.NaN));
    if (!(apart <= APART_MAX)) throw new Error(`the two ways differ by ${apart}`);
  }
}
