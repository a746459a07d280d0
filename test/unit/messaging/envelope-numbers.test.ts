import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/node/store/store.ts';
import { envelopeFrom, person, testNode, texts } from '../../support/messaging.ts';

const [alice, bob] = [person('alice'), person('bob')];

const numbersOf = 'SELECT id_number, nonce_number, mid_number FROM received_envelopes ORDER BY rowid';

test('what a former build remembered gets its numbers when the inbox is opened, and is known by them', async () => {
  const store = openStore({ path: ':memory:' });
  onTestFinished(() => store.close());
  const before = testNode(bob, [alice], { store });
  const [first, second] = [await envelopeFrom(alice, bob, 'one'), await envelopeFrom(alice, bob, 'two')];
  const answered = await before.inbox.receive([first]);
  const numbers = store.db.prepare(numbersOf).all();
  expect(numbers).toMatchObject([{ id_number: expect.any(Number), mid_number: null }]);
  store.db.exec('UPDATE received_envelopes SET id_number = NULL, nonce_number = NULL, mid_number = NULL');
  const after = testNode(bob, [alice], { store });
  expect(store.db.prepare(numbersOf).all()).toEqual(numbers);
  expect((await after.inbox.receive([first, second])).results.map(({ status }) => status)).toEqual([
    'stored',
    'stored',
  ]);
  expect((await after.inbox.receive([first])).results).toEqual(answered.results);
  expect(texts(after.inbox.messages)).toEqual(['one', 'two']);
});

test('another envelope that has the same numbers is another one', async () => {
  const node = testNode(bob, [alice]);
  onTestFinished(() => node.close());
  const [first, second] = [await envelopeFrom(alice, bob, 'one'), await envelopeFrom(alice, bob, 'two')];
  await node.inbox.receive([second]);
  const numbers = node.store.db.prepare(numbersOf).get() as Record<string, number>;
  node.store.db.exec('DELETE FROM received_envelopes; DELETE FROM messages');
  await node.inbox.receive([first]);
  node.store.db
    .prepare('UPDATE received_envelopes SET id_number = @id_number, nonce_number = @nonce_number')
    .run(numbers);
  expect((await node.inbox.receive([second])).results.map(({ status }) => status)).toEqual(['stored']);
  expect(texts(node.inbox.messages)).toEqual(['one', 'two']);
  // And the first is found no more by what it is not.
  node.store.db
    .prepare('UPDATE received_envelopes SET envelope_id = ?, mid = ? WHERE envelope_id = ?')
    .run('x', 'x', (JSON.parse(Buffer.from(second).toString()) as { id: string }).id);
  expect((await node.inbox.receive([second])).results.map(({ status }) => status)).toEqual(['replayed']);
});

test('look-ups use the numbers', () => {
  const store = openStore({ path: ':memory:' });
  onTestFinished(() => store.close());
  const planOf = (where: string) =>
    store.db
      .prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM received_envelopes WHERE ${where}`)
      .all()
      .map((row) => (row as { detail: string }).detail)
      .join('; ');
  expect(planOf("id_number = 1 AND envelope_id = 'x'")).toContain('received_by_id');
  expect(planOf("nonce_number = 1 AND nonce = 'x'")).toContain('received_by_nonce');
  expect(planOf("(mid_number = 1 OR id_number = 1) AND mid = 'x'")).not.toContain('SCAN');
});
