/** `ghoststack log verify FILE`: a whole log read, checked and folded by one process. */
import { join } from 'node:path';
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import type { FileKind } from './programs/log-file.ts';

const VERIFY = 'Ed25519 verify, one thread';
const ENDORSEMENTS = 'as many endorsements';

interface Verified {
  readonly ms: number;
  readonly entries: number;
  readonly peakMiB: number;
}

/** Checks a file that the same tree has written, each time in a process of its own. */
async function fileOf(
  tree: Tree,
  context: BenchContext,
  kind: FileKind,
  count: number,
): Promise<() => Promise<Verified>> {
  const file = join(context.folder, `${tree.name}-${kind}.jsonl`);
  const writer = context.program(tree, 'log-file.ts');
  context.say(`${tree.name} writes ${count} receipts (${kind})`);
  const entries = await writer.ask<number>({ write: file, kind, count });
  await writer.stop();
  return async () => {
    const reader = context.program(tree, 'log-file.ts');
    const verified = await reader.ask<Verified>({ verify: file });
    await reader.stop();
    if (verified.entries !== entries)
      throw new Error(`${verified.entries} of ${entries} receipts were verified`);
    return verified;
  };
}

const long: Line<'receipts'> = {
  number: '5',
  rows: [
    {
      key: 'rate',
      what: '`log verify` of a file',
      unit: 'receipts/s',
      aims: [{ of: VERIFY, atLeastTimes: 1.7 }],
    },
    { key: 'peak', what: 'the most memory that it held', unit: 'MiB', aims: [] },
  ],
  sizes: { receipts: { what: 'receipts in the file', usual: 100_000, short: 300 } },
  rounds: 5,
  async open(context) {
    const sideOf = async (tree: Tree): Promise<Side> => {
      const verify = await fileOf(tree, context, 'endorse', context.sizes.receipts);
      return async () => {
        const { entries, ms, peakMiB } = await verify();
        return { rate: (entries / ms) * 1_000, peak: peakMiB };
      };
    };
    const verify = context.program(context.now, 'verify-rate.ts');
    return {
      now: await sideOf(context.now),
      former: context.former ? await sideOf(context.former) : `no build of ${FORMER}`,
      references: { [VERIFY]: async () => ({ rate: await verify.ask<number>(null) }) },
    };
  },
};

const kinds: Line<'receipts'> = {
  number: '5b',
  rows: [
    { key: 'draft', what: 'the same of drafts', unit: 'ms', aims: [{ of: ENDORSEMENTS, atMostTimes: 1.5 }] },
    {
      key: 'transfer-troubled',
      what: 'of transfers, one member restored, one forked',
      unit: 'ms',
      aims: [{ of: ENDORSEMENTS, atMostTimes: 1.5 }],
    },
  ],
  sizes: { receipts: { what: 'receipts in each file', usual: 20_000, short: 300 } },
  async open(context) {
    const sideOf = async (tree: Tree): Promise<Side> => {
      const drafts = await fileOf(tree, context, 'draft', context.sizes.receipts);
      const transfers = await fileOf(tree, context, 'transfer-troubled', context.sizes.receipts);
      return async () => ({ draft: (await drafts()).ms, 'transfer-troubled': (await transfers()).ms });
    };
    const endorsements = await fileOf(context.now, context, 'endorse', context.sizes.receipts);
    return {
      now: await sideOf(context.now),
      former: 'quadratic there: minutes for each file',
      references: {
        [ENDORSEMENTS]: async () => {
          const { ms } = await endorsements();
          return { draft: ms, 'transfer-troubled': ms };
        },
      },
    };
  },
};

export const lines: readonly Line[] = [long, kinds];
