/**
 * Queues and receives messages until it is killed: `node messages-forever.ts DATABASE ROUND`. Says each number and
 * each id once it is committed. Keys are those of test/support/messaging.ts.
 */
import { openStore } from '../../../electron/node/store/store.ts';
import { person, testNode } from '../../support/messaging.ts';

const [path, round] = process.argv.slice(2);
if (path === undefined) throw new Error('Usage: messages-forever.ts DATABASE ROUND');
const [alice, bob] = [person('alice'), person('bob')];
const writer = testNode(bob, [alice], { store: openStore({ path: ':memory:' }) });
const node = testNode(alice, [bob], { store: openStore({ path }) });

for (let turn = 0; ; turn++) {
  const text = `round ${round} turn ${turn}`;
  process.stdout.write(`queued ${node.queue.enqueue('bob', text)} ${text}\n`);
  for (const part of ['a', 'b']) writer.queue.enqueue('alice', `${text} ${part}`);
  const batch = await writer.queue.prepare(alice.identity.did);
  const envelopes = batch.map(({ bytes }) => bytes);
  const answer = await node.inbox.receive(envelopes);
  writer.queue.begin(batch);
  for (const number of writer.queue.markDelivered(answer, alice.identity, batch).delivered) {
    process.stdout.write(`received ${writer.queue.get(number)?.text}\n`);
  }
}
