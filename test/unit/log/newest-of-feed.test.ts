/** Who writes asks the database what its newest entry is; what the log remembers of the answer must never be stale. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asWritten } from '#shared/protocol/saying.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { hashEntry, type UnsignedEntry } from '../../../electron/node/log/signed-entry.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CELL = 'c'.repeat(64);

function entryOf(author: string, seq: number, gen = 0): UnsignedEntry & { readonly text: string } {
  const entry = {
    v: 1,
    cell: CELL,
    author: scid(author),
    gen,
    seq,
    prev: 'a'.repeat(64),
    seen: {},
    at: 0,
    kind: 'note',
    body: {},
    key: `z6Mk${'1'.repeat(44)}`,
  } as const;
  return { ...hashEntry(entry), text: `${author} ${gen}/${seq}` };
}

/** Two connections to one database, as two processes have them. */
function twoConnections(): [LogStore, LogStore] {
  const path = join(temporaryFolder(), 'node.db');
  return [new LogStore(openStore({ path })), new LogStore(openStore({ path }))];
}

const insert = (log: LogStore, entry: ReturnType<typeof entryOf>): void =>
  log.insert(CELL, { ...entry, signature: null } as never, 5);

test('the newest entry of a feed is what was stored last, by whichever process', () => {
  const [mine, other] = twoConnections();
  const newest = (): string | null => mine.newest(CELL, scid('alice'));
  expect(newest()).toBeNull();
  const [first, second, third] = [entryOf('alice', 0), entryOf('alice', 1), entryOf('alice', 2)];
  insert(mine, first);
  expect(newest()).toBe(first.hash);
  insert(mine, entryOf('bob', 0));
  expect(newest()).toBe(first.hash);
  insert(other, second);
  expect(newest()).toBe(second.hash);
  // Another's row between two of one's own.
  insert(other, third);
  insert(mine, entryOf('bob', 1));
  expect(newest()).toBe(third.hash);
  const later = entryOf('alice', 0, 1);
  insert(mine, later);
  insert(mine, entryOf('alice', 9));
  expect(newest()).toBe(later.hash);
});

test('what was taken back, by a transaction or by being set aside, is not the newest', () => {
  const [mine] = twoConnections();
  const [first, second] = [entryOf('alice', 0), entryOf('alice', 1)];
  insert(mine, first);
  const newest = (): string | null => mine.newest(CELL, scid('alice'));
  const fails = (): void =>
    mine.transaction(() => {
      newest();
      insert(mine, second);
      expect(newest()).toBe(second.hash);
      expect(mine.storedAtMs(second.hash)).toBe(5);
      throw new Error('the disk is full');
    });
  expect(fails).toThrow('the disk is full');
  expect(newest()).toBe(first.hash);
  expect(mine.storedAtMs(second.hash)).toBeNull();
  insert(mine, second);
  expect(newest()).toBe(second.hash);
  mine.setAside(second.hash, asWritten('refused'), 6);
  expect(newest()).toBe(first.hash);
});
