/** What an idle headless node holds in memory. */
import { join } from 'node:path';
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line } from './frame/line.ts';
import { residentSide, restOf } from './frame/settled.ts';
import { runIn, startIn } from './frame/tree-command.ts';

const BARE = 'bare libp2p node';

async function nodeOf(tree: Tree, context: BenchContext): Promise<number> {
  const home = join(context.folder, tree.name);
  const key = ['--key-file', join(context.folder, `${tree.name}.key`)];
  await runIn(tree, 'init', '--home', home, ...key, '--name', 'alice', '--cell', 'Maple Street');
  const node = await startIn(tree, '--home', home, ...key, '--listen', '127.0.0.1:0', '--no-mdns');
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
  sizes: { settle: { what: 'seconds of rest before it is read', usual: 60, short: 1 } },
  async open(context) {
    const settled = restOf(context.sizes.settle, context.say);
    const now = await nodeOf(context.now, context);
    const former = context.former && (await nodeOf(context.former, context));
    const bare = await bareNode(context);
    return {
      now: residentSide(now, settled),
      former: former === null ? `no build of ${FORMER}` : residentSide(former, settled),
      references: { [BARE]: residentSide(bare, settled) },
    };
  },
};

export const lines: readonly Line[] = [headless];
