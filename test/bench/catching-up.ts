/** A member who was away takes over what was written meanwhile: two processes, checked, stored and applied. */
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Reading, type Side } from './frame/line.ts';
import type { Written } from './programs/log-peer.ts';

const VERIFY = 'Ed25519 verify, one thread';

async function sideOf(tree: Tree, context: BenchContext<'receipts'>): Promise<Side> {
  const source = context.program(tree, 'log-peer.ts', { args: [context.folder] });
  const reader = context.program(tree, 'log-peer.ts', { args: [context.folder] });
  const { cell, head, address, entries, bytes } = await source.ask<Written>({
    write: context.sizes.receipts,
  });
  context.note(`${tree.name}: ${entries} receipts of ${bytes} bytes, two feeds`);
  return async (): Promise<Reading> => {
    const read = await reader.ask<{ ms: number; entries: number }>({ read: { cell, head, address } });
    if (read.entries !== entries) throw new Error(`${read.entries} of ${entries} receipts arrived`);
    return { rate: (entries / read.ms) * 1_000 };
  };
}

const catchingUp: Line<'receipts'> = {
  number: '3',
  rows: [
    {
      key: 'rate',
      what: 'catching up: checked, stored, applied',
      unit: 'receipts/s',
      aims: [
        { of: VERIFY, atLeastTimes: 1.5 },
        { of: FORMER, atLeastTimes: 3 },
      ],
    },
  ],
  sizes: { receipts: { what: 'receipts behind', usual: 20_000, short: 300 } },
  async open(context) {
    const verify = context.program(context.now, 'verify-rate.ts');
    return {
      now: await sideOf(context.now, context),
      former: context.former ? await sideOf(context.former, context) : `no build of ${FORMER}`,
      references: { [VERIFY]: async () => ({ rate: await verify.ask<number>(context.isShort) }) },
    };
  },
};

export const lines: readonly Line[] = [catchingUp];
