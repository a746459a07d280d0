/** A large file from one process to another: stored, hashed, sealed, checked and opened; and the same bytes as bare frames. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchContext } from './frame/context.ts';
import { FORMER, type Line, type Reading } from './frame/line.ts';
import type { Order } from './programs/files-member.ts';

const BARE = 'bare frames over one stream';
const MIB = 1024 * 1024;
/** A folder to which both ends write a profile of the last transfer. */
const PROFILES = process.env.GHOSTSTACK_BENCH_PROFILES;
/** As the thread of a node has it: `electron/host/node-thread.ts` names three times as much, a third for large objects. */
const YOUNG = ['--max-semi-space-size=16'];

type Sizes = 'mebibytes';

async function withTwo<T>(
  context: BenchContext<Sizes>,
  round: string,
  use: (tell: <A>(whom: 'alice' | 'bob', order: Order) => Promise<A>) => Promise<T>,
): Promise<T> {
  const folder = join(context.folder, round);
  mkdirSync(folder);
  const begin = (name: string, peer: string) =>
    context.program(context.now, 'files-member.ts', { args: [name, peer, folder], execArgv: YOUNG });
  const two = { alice: begin('alice', 'bob'), bob: begin('bob', 'alice') };
  try {
    return await use((whom, order) => two[whom].ask(order));
  } finally {
    await Promise.all([two.alice.stop(), two.bob.stop()]);
  }
}

function fetched(context: BenchContext<Sizes>, round: number): Promise<Reading> {
  const { mebibytes } = context.sizes;
  return withTwo(context, `now-${round}`, async (tell) => {
    const envelopes = await tell<string[]>('alice', { do: 'offer', bytes: mebibytes * MIB });
    await tell('bob', { do: 'take', envelopes });
    const address = await tell<string>('alice', { do: 'listen' });
    for (const name of ['alice', 'bob'] as const) await tell(name, { do: 'memory', begin: true });
    const profile = async (isBegin: boolean): Promise<void> => {
      if (PROFILES === undefined) return;
      for (const name of ['alice', 'bob'] as const)
        await tell(name, { do: 'profile', to: isBegin ? null : join(PROFILES, `${name}.cpuprofile`) });
    };
    await profile(true);
    const ms = await tell<number>('bob', { do: 'fetch', address });
    await profile(false);
    const [sender, recipient] = [
      await tell<number>('alice', { do: 'memory', begin: false }),
      await tell<number>('bob', { do: 'memory', begin: false }),
    ];
    return {
      rate: (mebibytes / ms) * 1_000,
      sender: Math.max(sender, 0.01),
      recipient: Math.max(recipient, 0.01),
    };
  });
}

function bare(context: BenchContext<Sizes>, round: number): Promise<Reading> {
  const bytes = context.sizes.mebibytes * MIB;
  return withTwo(context, `bare-${round}`, async (tell) => {
    const address = await tell<string>('alice', { do: 'bareListen', bytes });
    const ms = await tell<number>('bob', { do: 'bare', address, bytes });
    return { rate: (context.sizes.mebibytes / ms) * 1_000 };
  });
}

const file: Line<Sizes> = {
  number: '12',
  rows: [
    {
      key: 'rate',
      what: 'a large file: sealed, checked, stored, its hash compared',
      unit: 'MiB/s',
      aims: [{ of: BARE, atLeastTimes: 0.5 }],
    },
    { key: 'sender', what: 'memory of the sender above idle, at most', unit: 'MiB', aims: [{ atMost: 64 }] },
    {
      key: 'recipient',
      what: 'memory of the recipient above idle, at most',
      unit: 'MiB',
      aims: [{ atMost: 64 }],
    },
  ],
  sizes: { mebibytes: { what: 'MiB of the file', usual: 200, short: 2 } },
  async open(context) {
    let round = 0;
    return {
      now: () => fetched(context, round++),
      former: `${FORMER} sends no files`,
      references: { [BARE]: () => bare(context, round++) },
    };
  },
};

export const lines: readonly Line[] = [file];
