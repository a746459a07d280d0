/** Scores of a large endorsement graph, beside the prototype's way and the plainest one. */
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import type { Ranked, Way } from './programs/rank-graph.ts';

const PROTOTYPE = "the prototype's ranks";
const MAPS = 'the same ranks by maps of maps';

function waysOf(tree: Tree, context: BenchContext<'edges'>): (way: Way) => Side {
  const program = context.program(tree, 'rank-graph.ts', { args: [String(context.sizes.edges)] });
  return (way) => async () => {
    const { buildMs, rankMs } = await program.ask<Ranked>(way);
    return { all: buildMs + rankMs, build: buildMs };
  };
}

const rank: Line<'edges'> = {
  number: 'rank',
  rows: [
    { key: 'all', what: 'ranks of a graph of endorsements, built and iterated', unit: 'ms', aims: [] },
    { key: 'build', what: 'building alone', unit: 'ms', aims: [] },
  ],
  sizes: { edges: { what: 'endorsements, ten for each node', usual: 100_000, short: 1_000 } },
  async open(context) {
    const { former } = context;
    const now = waysOf(context.now, context);
    return {
      now: now('hardened'),
      former: former ? waysOf(former, context)('hardened') : `no build of ${FORMER}`,
      references: { [PROTOTYPE]: now('prototype'), [MAPS]: now('maps') },
    };
  },
};

export const lines: readonly Line[] = [rank];
