import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { freeBytes, freeSpace } from '../../../electron/node/care/deletion/free-space.ts';
import { keptSinceMs } from '../../../electron/node/care/deletion/retention.ts';
import { MessageDeleter } from '../../../electron/node/messaging/message-deleter.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { madeHome, NOW } from '../../support/care/backed-up-home.ts';
import { person, testNode, texts } from '../../support/messaging.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

test('what is deleted is not in any file of the home any more, and its room is given back', async () => {
  const { store, home } = await madeHome(temporaryFolder(), 4000);
  const files = () =>
    ['node.db', 'node.db-wal'].map((name) => readFileSync(join(home.path, name), 'latin1')).join('');
  expect(files()).toContain('secret text 7 ');
  expect(new MessageDeleter(store).conversation('bob')).toBe(4000);
  expect(freeBytes(store)).toBeGreaterThan(2_000_000);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  // Before the file is written anew: what was deleted was written over.
  expect(files()).not.toContain('secret text');
  const before = statSync(home.databasePath).size;
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 0);
  onTestFinished(() => clearInterval(others));
  const told: number[] = [];
  const work = {
    signal: new AbortController().signal,
    progress: (_stage: string, done: number, total: number) => void told.push(done / total),
  };
  await freeSpace(store, home.path, work);
  // In slices: others had their turns, and it is told how far it is.
  expect(turns).toBeGreaterThan(1);
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(statSync(home.databasePath).size).toBeLessThan(before - 2_000_000);
  expect(freeBytes(store)).toBe(0);
  store.integrityCheck();
  store.close();
  home.release();
});

test('a database of before room was given back in slices is written anew once, and then can', async () => {
  const path = join(temporaryFolder(), 'node.db');
  const before = new Database(path);
  before.exec('PRAGMA auto_vacuum = NONE; CREATE TABLE t (x); DROP TABLE t');
  before.close();
  const store = openStore({ path });
  const { signal } = new AbortController();
  expect(store.db.pragma('auto_vacuum', { simple: true })).toBe(0);
  await freeSpace(store, path, { signal, progress() {} });
  expect(store.db.pragma('auto_vacuum', { simple: true })).toBe(2);
  store.integrityCheck();
  store.close();
});

test('only what was delivered and is old goes by itself', async () => {
  const { store, home } = await madeHome(temporaryFolder(), 4);
  const set = store.db.prepare('UPDATE messages SET state = ?, direction = ?, read_at_ms = ? WHERE uuid = ?');
  set.run('queued', 'out', null, 'm0');
  set.run('received', 'in', null, 'm1');
  set.run('received', 'in', NOW, 'm2');
  const left = () => store.db.prepare('SELECT uuid FROM messages ORDER BY id').pluck().all();
  const deleter = new MessageDeleter(store);
  expect(keptSinceMs('ever', NOW)).toBeNull();
  const year = keptSinceMs('year', NOW + 365 * 86_400_000) ?? 0;
  expect(deleter.deliveredBefore(year)).toBe(0);
  expect(deleter.deliveredBefore(year + 3)).toBe(1);
  expect(left()).toEqual(['m0', 'm1', 'm3']);
  expect(deleter.deliveredBefore(keptSinceMs('quarter', NOW + 91 * 86_400_000) ?? 0)).toBe(1);
  expect(left()).toEqual(['m0', 'm1']);
  expectCode('conflict', () => deleter.one('m0'));
  expectCode('not-found', () => deleter.one('m3'));
  deleter.one('m1');
  expect(deleter.conversation('bob')).toBe(0);
  expect(left()).toEqual(['m0']);
  store.close();
  home.release();
});

test('a message that was deleted where it arrived does not come again', async () => {
  const [alice, bob] = [person('alice'), person('bob')];
  const store = openStore({ path: ':memory:' });
  const [sender, receiver] = [testNode(alice, [bob]), testNode(bob, [alice], { store })];
  const daemon = new MemoryDaemon('bob', { inbox: receiver.inbox });
  daemon.bringOnline();
  sender.queue.enqueue('bob', 'read and burn');
  // Stored, but its acknowledgement is lost: it is sent once more.
  const envelopes = sender.store.db.prepare('SELECT state FROM deliveries');
  await syncDeliver(sender.queue, daemon);
  expect(texts(receiver.inbox.messages)).toEqual(['read and burn']);
  expect(envelopes.all()).toHaveLength(1);
  const uuid = store.db.prepare('SELECT uuid FROM messages').pluck().get() as string;
  new MessageDeleter(store).one(uuid);
  expect(store.db.prepare('SELECT envelope, message FROM received_envelopes').all()).toEqual([
    { envelope: '', message: null },
  ]);
  sender.store.db.exec(
    "UPDATE messages SET state = 'queued', delivered = 0; UPDATE deliveries SET state = 'waiting'",
  );
  await syncDeliver(sender.queue, daemon);
  expect(texts(receiver.inbox.messages)).toEqual([]);
  await sender.close();
  await receiver.close();
});
