/** What a long history costs: the memory of a node that holds it, and how long a home with it takes to be ready. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeLongHistory } from '../support/long-history.ts';
import type { BenchContext, Tree } from './frame/context.ts';
import { type FoundedHome, foundedHome, namesOf } from './frame/founded-home.ts';
import { FORMER, type Line, type Side } from './frame/line.ts';
import { startIn } from './frame/tree-command.ts';

const EMPTY = 'an empty home';
/** After it is ready a node still does what can wait: then it holds what it goes on to hold. */
const SETTLED_MS = 8_000;
/** The first start after the history was written judges it, and keeps what it found. */
const FIRST_START_MS = 600_000;

interface Homes {
  readonly empty: FoundedHome;
  readonly full: FoundedHome;
}

function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);
}

interface Started {
  readonly readyMs: number;
  readonly KiB: number;
}

async function start(tree: Tree, home: FoundedHome, settledMs: number): Promise<Started> {
  const startMs = performance.now();
  const node = await startIn(tree, ...namesOf(home), '--listen', '127.0.0.1:0', '--no-mdns');
  const readyMs = performance.now() - startMs;
  await delay(settledMs);
  const KiB = residentKiB(node.pid);
  await node.stop();
  return { readyMs, KiB };
}

/** A home of a tree, and the same with a history. */
async function homesOf(tree: Tree, context: BenchContext<'receipts'>): Promise<Homes> {
  const [empty, full] = await Promise.all([
    foundedHome(tree, context, `${tree.name}-empty`),
    foundedHome(tree, context, `${tree.name}-full`),
  ]);
  context.say('writes the history');
  await writeLongHistory({ home: full.path, keyFile: full.keyFile, receipts: context.sizes.receipts });
  return { empty, full };
}

async function sideOf(tree: Tree, context: BenchContext<'receipts'>, homes: Homes) {
  const settledMs = context.isShort ? 0 : SETTLED_MS;
  const side: Side = async () => {
    const empty = await start(tree, homes.empty, settledMs);
    const full = await start(tree, homes.full, settledMs);
    return {
      memory: (full.KiB - empty.KiB) / context.sizes.receipts,
      ready: full.readyMs,
    };
  };
  return side;
}

/** Until the checkpoint of all of it is there. */
async function judgeOnce(tree: Tree, home: FoundedHome): Promise<void> {
  const node = await startIn(tree, ...namesOf(home), '--listen', '127.0.0.1:0', '--no-mdns');
  const database = join(home.path, 'node.db');
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(database, { readonly: true });
  const lag = db
    .prepare(
      'SELECT (SELECT count(*) FROM log_entries) - (SELECT coalesce(sum(rows), 0) FROM log_checkpoints)',
    )
    .pluck();
  const endMs = performance.now() + FIRST_START_MS;
  while (Number(lag.get()) > 64 && performance.now() < endMs) await delay(100);
  db.close();
  await node.stop();
}

const history: Line<'receipts'> = {
  number: '1, 2',
  rows: [
    {
      key: 'memory',
      what: 'memory of a node, above one with an empty home, per receipt',
      unit: 'KiB',
      aims: [{ of: FORMER, atMostTimes: 1 / 8 }, { atMost: 1 }],
    },
    {
      key: 'ready',
      what: 'headless start of a home with a long history, until it is ready',
      unit: 'ms',
      aims: [{ of: EMPTY, atMostMore: 150 }],
    },
  ],
  sizes: { receipts: { what: 'receipts', usual: 100_000, short: 1_200 } },
  formerRounds: 1,
  async open(context) {
    const homes = await homesOf(context.now, context);
    const own = { ...homes, full: { ...homes.full, path: join(context.folder, 'own') } };
    cpSync(homes.full.path, own.full.path, { recursive: true });
    context.say('judges it once');
    await judgeOnce(context.now, own.full);
    const empty = { ...homes.empty, path: join(context.folder, 'own-empty') };
    cpSync(homes.empty.path, empty.path, { recursive: true });
    return {
      now: await sideOf(context.now, context, { empty, full: own.full }),
      former: `a cell of ${FORMER} has other rules, so that none can have this history`,
      references: {
        [EMPTY]: async () => ({ ready: (await start(context.now, empty, 0)).readyMs }),
      },
    };
  },
};

export const lines: readonly Line[] = [history];
