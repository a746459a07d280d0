/** What a command costs that only asks a running node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BenchContext, Tree } from './frame/context.ts';
import { foundedHome, namesOf } from './frame/founded-home.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import { commandOf, runIn, startIn } from './frame/tree-command.ts';

const BARE = 'bare node -e 0';

/** Until it has ended and its output is read. */
async function processMs(...args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - startMs;
}

async function statusOf(tree: Tree, context: BenchContext): Promise<Side> {
  const home = await foundedHome(tree, context, tree.name);
  const node = await startIn(tree, ...namesOf(home), '--listen', '127.0.0.1:0', '--no-mdns');
  context.onEnd(() => node.stop());
  const answer = (await runIn(tree, 'status', '--home', home.path)) as { running?: boolean };
  if (answer.running !== true) throw new Error(`the node of ${tree.name} does not answer as running`);
  return async () => ({ status: await processMs(commandOf(tree), 'status', '--home', home.path) });
}

const status: Line = {
  number: '9',
  rows: [
    {
      key: 'status',
      what: 'ghoststack status against a running node',
      unit: 'ms',
      aims: [{ of: BARE, atMostMore: 150 }],
    },
  ],
  sizes: {},
  rounds: 15,
  async open(context) {
    return {
      now: await statusOf(context.now, context),
      former: context.former ? await statusOf(context.former, context) : `no build of ${FORMER}`,
      references: { [BARE]: async () => ({ status: await processMs('-e', '0') }) },
    };
  },
};

export const lines: readonly Line[] = [status];
