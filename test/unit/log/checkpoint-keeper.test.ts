import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CheckpointKeeper } from '../../../electron/node/log/checkpoint/checkpoint-keeper.ts';
import type { CheckedEntry } from '../../../electron/node/log/signed-entry.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import { openedLog, storeRows, troubledHistory } from '../../support/cell/troubled-history.ts';

const RECEIPTS = 300;

let history: CheckedEntry[];
let cell: string;
let store: Store;
let keeper: CheckpointKeeper | null = null;

beforeAll(() => {
  history = troubledHistory(RECEIPTS);
  cell = history[0]?.hash ?? '';
});

beforeEach(() => {
  vi.useFakeTimers();
  store = openStore({ path: ':memory:' });
  storeRows(store, history);
  const { log, checkpoint } = openedLog(store, cell);
  while (checkpoint?.write(log));
});

afterEach(() => {
  keeper?.stop();
  store.close();
  vi.useRealTimers();
});

/** As whoever writes into the file itself, whom no trigger sees. */
function behindItsBack(run: (hash: string, position: number) => void, row: number): void {
  for (const name of ['log_entry_changed', 'log_entry_gone', 'search_entry_deleted'])
    store.db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  const rows = store.db
    .prepare<[], { hash: string; position: number }>(
      'SELECT hash, position FROM log_entries ORDER BY position',
    )
    .all();
  const { hash, position } = rows[row] as { hash: string; position: number };
  run(hash, position);
}

/** What a start finds, and what it goes on to find while nothing happens. */
function started() {
  const { log, checkpoint, anew } = openedLog(store, cell);
  if (!checkpoint) throw new Error('there is a checkpoint');
  const damaged: unknown[] = [];
  keeper = new CheckpointKeeper({ log, checkpoint, damaged: (error) => damaged.push(error) });
  keeper.start();
  vi.advanceTimersByTime(60_000);
  const parts = store.db.prepare('SELECT count(*) FROM log_checkpoints').pluck().get();
  return { anew, damaged, parts };
}

test('rows that a start has not read are read later, and are what they were', () => {
  expect(started()).toMatchObject({ anew: [], damaged: [], parts: 1 });
});

test.each<[string, (hash: string, position: number) => void]>([
  ['is gone', (hash) => store.db.prepare('DELETE FROM log_entries WHERE hash = ?').run(hash)],
  [
    'says something else',
    (hash) =>
      store.db.prepare("UPDATE log_entries SET entry = replace(entry, '1', '2') WHERE hash = ?").run(hash),
  ],
  [
    'stands before another one',
    (_, position) => {
      const move = store.db.prepare('UPDATE log_entries SET position = ? WHERE position = ?');
      for (const [to, from] of [
        [-1, position],
        [position, position + 1],
        [position + 1, -1],
      ])
        move.run(to, from);
    },
  ],
])('a row among them that %s is told of, and the next start judges all', (_, change) => {
  behindItsBack(change, 200);
  expect(started()).toMatchObject({ anew: [], damaged: [expect.any(Error)], parts: 0 });
});
