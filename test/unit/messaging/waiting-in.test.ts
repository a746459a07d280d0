import { expect, it } from 'vitest';
import { DeliveryTable } from '../../../electron/node/messaging/delivery-table.ts';
import { MessageHistory } from '../../../electron/node/messaging/message-history.ts';
import { openStore } from '../../../electron/node/store/store.ts';

it('counts of each conversation what is unread and what waits, whatever else stands in it', () => {
  const store = openStore({ path: ':memory:' });
  const insert = store.db.prepare(
    `INSERT INTO messages (sender, recipient, payload, uuid, direction, thread, sender_did, state, payload_bytes,
       created_at_ms, expires_at_ms, read_at_ms) VALUES ('a', 'b', 'text', ?, ?, ?, 'did:me', ?, 1, ?, 0, ?)`,
  );
  let count = 0;
  const put = (thread: string, direction: 'in' | 'out', state: string, readAtMs: number | null): void => {
    count += 1;
    insert.run(`uuid ${count}`, direction, thread, state, count, readAtMs);
  };
  for (const thread of ['did:bob', 'did:carol', 'broadcast']) {
    for (const state of ['queued', 'sent', 'delivered', 'cancelled', 'expired'])
      put(thread, 'out', state, null);
    put(thread, 'in', 'received', null);
    put(thread, 'in', 'received', 7);
  }
  put('did:carol', 'out', 'queued', null);
  put('did:carol', 'in', 'received', null);
  const history = new MessageHistory(store.db, new DeliveryTable(store.db));
  const counted = history.threads().map(({ id, unread, waiting }) => [id, unread, waiting]);
  expect(new Map(counted.map(([id, ...counts]) => [id, counts]))).toEqual(
    new Map([
      ['did:carol', [2, 3]],
      ['broadcast', [1, 2]],
      ['did:bob', [1, 2]],
    ]),
  );
  for (const [id, , waiting] of counted) expect(history.waitingIn(String(id))).toBe(waiting);
  expect(history.waitingIn('did:nobody')).toBe(0);
  store.close();
});
