/** `ghoststack log verify FILE`: a whole log read, checked and folded by one process. */
import { join } from 'node:path';
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import type { Program } from './frame/program.ts';
import type { FileKind } from './programs/log-file.ts';

const VERIFY = 'Ed25519 verify, one thread';
const ENDORSEMENTS = 'as many endorsements';
/** What the former build checks in seconds; twice as many take it four to eight times as long. */
const FORMER_RECEIPTS = 2_000;

interface Verified {
  readonly ms: number;
  readonly entries: number;
  readonly peakMiB: number;
}

/** Writes files by the modules of a tree, and checks each of them by the same: each time in a process of its own. */
class Files {
  readonly #tree: Tree;
  readonly #context: BenchContext;
  readonly #writer: Program;

  constructor(tree: Tree, context: BenchContext) {
    this.#tree = tree;
    this.#context = context;
    this.#writer = context.program(tree, 'log-file.ts');
  }

  async write(kind: FileKind, count: number): Promise<() => Promise<Verified>> {
    const { folder, say, isShort } = this.#context;
    const file = join(folder, `${this.#tree.name}-${kind}.jsonl`);
    say(`${this.#tree.name} writes ${count} receipts (${kind})`);
    const entries = await this.#writer.ask<number>({ write: file, kind, count });
    return async () => {
      // What is checked for correctness alone needs no process that has done nothing before.
      const reader = isShort ? this.#writer : this.#context.program(this.#tree, 'log-file.ts');
      const verified = await reader.ask<Verified>({ verify: file });
      if (!isShort) await reader.stop();
      if (verified.entries === entries) return verified;
      throw new Error(`${verified.entries} of ${entries} receipts were verified`);
    };
  }
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
      const verify = await new Files(tree, context).write('endorse', context.sizes.receipts);
      return async () => {
        const { entries, ms, peakMiB } = await verify();
        return { rate: (entries / ms) * 1_000, peak: peakMiB };
      };
    };
    const verify = context.program(context.now, 'verify-rate.ts');
    return {
      now: await sideOf(context.now),
      former: context.former ? await sideOf(context.former) : `no build of ${FORMER}`,
      references: { [VERIFY]: async () => ({ rate: await verify.ask<number>(context.isShort) }) },
    };
  },
};

const kinds: Line<'receipts'> = {
  number: '5b',
  rows: [
    {
      key: 'draft',
      what: 'the same of drafts',
      unit: 'µs a receipt',
      aims: [{ of: ENDORSEMENTS, atMostTimes: 1.5 }],
    },
    {
      key: 'transfer-troubled',
      what: 'of transfers, one member restored, one forked',
      unit: 'µs a receipt',
      aims: [{ of: ENDORSEMENTS, atMostTimes: 1.5 }],
    },
  ],
  sizes: { receipts: { what: 'receipts in each file', usual: 20_000, short: 300 } },
  async open(context) {
    const each = ({ ms, entries }: Verified): number => (ms * 1_000) / entries;
    const sideOf = async (files: Files, receipts: number): Promise<Side> => {
      const drafts = await files.write('draft', receipts);
      const transfers = await files.write('transfer-troubled', receipts);
      return async () => ({ draft: each(await drafts()), 'transfer-troubled': each(await transfers()) });
    };
    const { now, former, sizes } = context;
    const files = new Files(now, context);
    const endorsements = await files.write('endorse', sizes.receipts);
    const formerReceipts = Math.min(sizes.receipts, FORMER_RECEIPTS);
    if (former)
      context.note(`${FORMER} is given ${formerReceipts} receipts of each: it takes quadratic time`);
    return {
      now: await sideOf(files, sizes.receipts),
      former: former ? await sideOf(new Files(former, context), formerReceipts) : `no build of ${FORMER}`,
      references: {
        [ENDORSEMENTS]: async () => {
          const reference = each(await endorsements());
          return { draft: reference, 'transfer-troubled': reference };
        },
      },
    };
  },
};

export const lines: readonly Line[] = [long, kinds];
