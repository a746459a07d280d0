import { expect, onTestFinished, test } from 'vitest';
import { MessageDeleter } from '../../../electron/node/messaging/message-deleter.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { person, TestClock, testNode, texts } from '../../support/messaging.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];

test('envelopes are kept for what waits, and for nothing that was delivered, refused, given up, deleted or is over', async () => {
  const store = openStore({ path: ':memory:' });
  const clock = new TestClock();
  const from = testNode(alice, [bob, carol], { store, clock: clock.now });
  const [there, full] = [
    testNode(bob, [alice], { clock: clock.now }),
    testNode(carol, [alice], { clock: clock.now, limits: { unreadMessages: 1, unreadBytes: 1_000 } }),
  ];
  onTestFinished(async () => {
    for (const node of [from, there, full]) await node.close();
  });
  const kept = (): [number, number] =>
    store.db
      .prepare(
        `SELECT (SELECT COUNT(*) FROM sealed_envelopes), (SELECT COUNT(*) FROM deliveries WHERE state IN ('waiting', 'sent'))`,
      )
      .raw()
      .get() as [number, number];
  const send = async (to: typeof bob, { inbox }: typeof there): Promise<number> => {
    const daemon = new MemoryDaemon(to.name, { inbox });
    daemon.bringOnline();
    return syncDeliver(from.queue, daemon);
  };
  for (const text of ['one', 'two', 'three']) from.queue.enqueue('bob', text);
  from.queue.enqueue('broadcast', 'to both');
  await from.queue.prepare(bob.identity.did);
  await from.queue.prepare(carol.identity.did);
  expect(kept()).toEqual([5, 5]);
  from.queue.cancel(2);
  expect(kept()).toEqual([4, 4]);
  expect(await send(bob, there)).toBe(3);
  expect(texts(there.inbox.messages)).toEqual(['one', 'three', 'to both']);
  // Each is delivered, and so is the broadcast only once the other has it, too.
  expect([1, 3, 4].map((number) => from.queue.get(number)?.state)).toEqual([
    'delivered',
    'delivered',
    'queued',
  ]);
  expect(kept()).toEqual([1, 1]);
  expect(await send(carol, full)).toBe(1);
  expect(from.queue.get(4)?.state).toBe('delivered');
  expect(from.queue.get(4)?.steps.filter(({ step }) => step === 'delivered')).toMatchObject([
    { detail: 'bob' },
    { detail: 'carol' },
  ]);
  expect(from.queue.get(1)?.steps.map(({ step, detail }) => [step, detail])).toEqual([
    ['written', null],
    ['queued', null],
    ['sealed', null],
    ['sent', null],
    ['delivered', null],
  ]);
  expect(kept()).toEqual([0, 0]);
  from.queue.enqueue('carol', 'for later', { ttlMs: 60_000 });
  await send(carol, full);
  expect(kept()).toEqual([1, 1]);
  clock.advance(3_600_000);
  from.queue.expire();
  expect(kept()).toEqual([0, 0]);
  // As a row that is taken out of the database by hand.
  from.queue.enqueue('bob', 'gone');
  await from.queue.prepare(bob.identity.did);
  expect(kept()).toEqual([1, 1]);
  store.db.prepare("DELETE FROM messages WHERE payload = 'gone'").run();
  expect(kept()).toEqual([0, 0]);
  new MessageDeleter(store).conversation(bob.identity.did);
  expect(kept()).toEqual([0, 0]);
});

test('what waits is counted by an index alone', () => {
  const store = openStore({ path: ':memory:' });
  onTestFinished(() => store.close());
  const plan = store.db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT COUNT(*), SUM(envelope_bytes) FROM deliveries
       WHERE recipient_did = 'bob' AND state IN ('waiting', 'sent')`,
    )
    .get();
  expect(plan).toMatchObject({ detail: expect.stringContaining('COVERING INDEX deliveries_waiting') });
});
