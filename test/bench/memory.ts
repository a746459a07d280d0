/** What an idle headless node holds in memory. */
import type { BenchContext, Tree } from './frame/context.ts';
import { foundedHome, namesOf } from './frame/founded-home.ts';
import { FORMER, type Line } from './frame/line.ts';
import { residentSide, rest } from './frame/settled.ts';
import { startIn } from './frame/tree-command.ts';

const BARE = 'bare libp2p node';

async function nodeOf(tree: Tree, context: BenchContext): Promise<number> {
  const home = await foundedHome(tree, context, tree.name);
  const node = await startIn(tree, ...namesOf(home), '--listen', '127.0.0.1:0', '--no-mdns');
  context.onEnd(() => node.stop());
  return node.pid;
}

async function bareNode(context: BenchContext): Promise<number> {
  const program = context.program(context.now, 'bare-libp2p.mjs');
  if ((await program.ask<number>('addresses')) === 0) throw new Error('the bare node does not listen');
  return program.pid;
}

const headless: Line<'settle'> = {
  number: '10',
  rows: [
    { key: 'rss', what: 'idle headless node, resident', unit: 'MiB', aims: [{ of: BARE, atMostMore: 40 }] },
    {
      key: 'pss',
      what: 'the same, without what is shared',
      unit: 'MiB',
      aims: [{ of: BARE, atMostMore: 40 }],
    },
  ],
  sizes: { settle: { what: 'seconds of rest before it is read', usual: 60, short: 0 } },
  async open(context) {
    const { isShort, sizes, say } = context;
    const [now, bare] = await Promise.all([nodeOf(context.now, context), bareNode(context)]);
    const former = context.former && (await nodeOf(context.former, context));
    await rest(sizes.settle, say);
    return {
      now: residentSide(now, isShort),
      former: former === null ? `no build of ${FORMER}` : residentSide(former, isShort),
      references: { [BARE]: residentSide(bare, isShort) },
    };
  },
};

export const lines: readonly Line[] = [headless];
