import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from '../../../electron/node/store/events/read-events.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

/** As many as a checkpoint is written for. */
const RECEIPTS = 70;

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-checkpoint-'));
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function inDatabase<T>({ home }: CellHome, run: (db: Database.Database) => T): T {
  const db = new Database(join(home, 'node.db'));
  try {
    return run(db);
  } finally {
    db.close();
  }
}

const covered = (home: CellHome) =>
  inDatabase(home, (db) => Number(db.prepare('SELECT sum(rows) FROM log_checkpoints').pluck().get()));

const judgedAnew = ({ home }: CellHome) =>
  readEvents(join(home, 'logs'), { level: 'warning', limit: 100 }).events.filter(
    ({ event }) => event === 'receipts.judgedAnew',
  );

const isSame = async () => (await alice.status()).stateHash === (await bob.status()).stateHash;

async function endorse(from: CellHome, to: CellHome, times: number): Promise<void> {
  const { did } = await to.status();
  const scid = did.split(':')[2] as string;
  for (let at = 1; at <= times; at += 1) await from.ask('trust.endorse', { scid, strength: at / 1000 });
}

test('a home that is killed starts from its checkpoint, catches up, and judges all anew where that is damaged', async () => {
  await endorse(alice, bob, RECEIPTS);
  await pollUntil(
    () => covered(alice),
    (rows) => rows >= RECEIPTS,
  );
  await alice.kill();
  await endorse(bob, alice, 3);
  await alice.start();
  await pollUntil(isSame, (same) => same);
  expect(judgedAnew(alice)).toEqual([]);

  await alice.kill();
  inDatabase(alice, (db) => {
    const data = db.prepare('SELECT data FROM log_checkpoints').pluck().get() as Buffer;
    data[data.length - 5] = (data.at(-5) ?? 0) ^ 1;
    db.prepare('UPDATE log_checkpoints SET data = ?').run(data);
  });
  await endorse(bob, alice, 3);
  await alice.start();
  await pollUntil(isSame, (same) => same);
  await pollUntil(
    () => judgedAnew(alice),
    (events) => events.length === 1,
  );
  expect(judgedAnew(alice)).toMatchObject([{ fields: { isDamaged: true } }]);
});
