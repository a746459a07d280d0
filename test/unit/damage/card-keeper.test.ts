import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { CardKeeper } from '../../../electron/node/root/damage/card-keeper.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('counts what the home holds, so that what was deleted on purpose is never said to be lost', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'card.json');
  const store = openStore({ path: join(folder, 'node.db') });
  const add = store.db.prepare(
    `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
       created_at_ms, expires_at_ms) VALUES ('a', 'b', 'text', ?, 'out', 't', 'd', 'queued', 1, 1, 2)`,
  );
  for (const uuid of ['one', 'two', 'three']) add.run(uuid);
  const keeper = new CardKeeper({ path, store, cell: () => null, readOnly: false });
  const messages = (): unknown => JSON.parse(readFileSync(path, 'utf8')).messages;
  keeper.write();
  expect(messages()).toBe(3);
  store.db.prepare("DELETE FROM messages WHERE uuid IN ('one', 'two')").run();
  keeper.write();
  expect(messages()).toBe(1);
  keeper.stop();
  store.close();
});

it('writes a first card at once, and counts again after a start where one lies already', () => {
  vi.useFakeTimers();
  try {
    const folder = temporaryFolder();
    const path = join(folder, 'card.json');
    const store = openStore({ path: join(folder, 'node.db') });
    const options = { path, store, cell: () => null, readOnly: false };
    const first = new CardKeeper(options);
    first.begin();
    const written = readFileSync(path, 'utf8');
    expect(JSON.parse(written).receipts).toBe(0);
    first.stop();
    writeFileSync(path, '{}');
    const second = new CardKeeper(options);
    second.begin();
    expect(readFileSync(path, 'utf8')).toBe('{}');
    vi.advanceTimersByTime(10_000);
    expect(readFileSync(path, 'utf8')).toBe(written);
    second.stop();
    store.close();
  } finally {
    vi.useRealTimers();
  }
});
