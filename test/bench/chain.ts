// What pages of a chain of 100 000 receipts cost its node, filtered and not, beside a plain SQL scan of the same rows by
// what each says, in the same run. The aim: a page answers in 50 ms.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CallInput } from '#shared/contract/contract.ts';
import { appendReceipts } from '../support/append-receipts.ts';
import { type CellHome, twoMembers } from '../support/cell/cell-home.ts';

const RECEIPTS = Number(process.env.BENCH_RECEIPTS ?? 100_000);
const TIMES = 9;
const AIM_MS = 50;

const folder = mkdtempSync(join(tmpdir(), 'ghoststack-bench-chain-'));
process.env.GHOSTSTACK_STATE_DIR = join(folder, 'state');

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

async function timed(act: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const from = performance.now();
    await act();
    times.push(performance.now() - from);
  }
  return median(times);
}

function line(name: string, ms: number, reference: number): void {
  const cells = [name.padEnd(34), ms.toFixed(1).padStart(9), reference.toFixed(1).padStart(11)];
  const missed = ms <= AIM_MS ? '' : `  above ${AIM_MS} ms`;
  console.log([...cells, (ms / reference).toFixed(2).padStart(7), missed].join(' '));
}

let homes: CellHome[] = [];
try {
  const { alice, bob } = await twoMembers(folder);
  homes = [alice, bob];
  await Promise.all(homes.map((home) => home.stop()));
  const total = await appendReceipts({ home: alice.home, keyFile: alice.keyFile, count: RECEIPTS });
  await alice.start();
  const db = new Database(join(alice.home, 'node.db'), { readonly: true });
  const scan = (where: string, ...values: readonly unknown[]) => {
    const found = db.prepare(`SELECT entry FROM log_entries WHERE ${where} ORDER BY position DESC LIMIT 200`);
    return () => found.all(...values).map((row) => JSON.parse((row as { entry: string }).entry));
  };
  const page = (wish: Partial<CallInput<'log.page'>> = {}) => {
    const query = { before: null, limit: 200, author: null, ...wish };
    return () => alice.ask('log.page', query);
  };
  const { receipts } = await page()();
  const { author = '', hash = '' } = receipts[0] ?? {};
  console.log(`${total} receipts, medians of ${TIMES} in ms`);
  console.log(
    `${'a page of 200'.padEnd(34)} ${'now'.padStart(9)} ${'SQL'.padStart(11)} ${'ratio'.padStart(7)}`,
  );
  line('the newest', await timed(page()), await timed(scan('1')));
  line(
    'from the middle',
    await timed(page({ before: total >> 1 })),
    await timed(scan('position < ?', total >> 1)),
  );
  line(
    'of one kind, of which there are few',
    await timed(page({ kind: 'vote' })),
    await timed(scan("kind = 'vote'")),
  );
  line('of one author', await timed(page({ author })), await timed(scan('author = ?', author)));
  line(
    'by the beginning of a hash',
    await timed(page({ text: hash.slice(0, 12) })),
    await timed(scan('hash LIKE ?', `${hash.slice(0, 12)}%`)),
  );
  line('of nobody', await timed(page({ text: 'nobody' })), await timed(scan("entry LIKE '%nobody%'")));
  const from = performance.now();
  let answered = 0;
  const verifying = alice.ask('log.verify', {}).then(() => true);
  for (;;) {
    const isDone = await Promise.race([verifying, page({ limit: 1 })().then(() => false)]);
    if (isDone) break;
    answered += 1;
  }
  const seconds = (performance.now() - from) / 1000;
  console.log(
    `verified in ${seconds.toFixed(1)} s, ${Math.round(total / seconds)} receipts/s; ${answered} pages answered meanwhile`,
  );
  db.close();
} finally {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
