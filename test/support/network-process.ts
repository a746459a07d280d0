/**
 * One node in a process of its own, for tests: `node network-process.ts NAME DATABASE PEER=MULTIADDR…`. Keys are
 * those of test/support/messaging.ts. Says what happens as JSON lines; takes lines `{"send":TO,"text":…}`,
 * `{"fill":TO,"texts":[…]}` and `{"stop":true}`.
 */
import { createInterface } from 'node:readline';
import { DeliveryLoop } from '../../electron/node/messaging/delivery-loop.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { person, testNode } from './messaging.ts';

const [name, path, ...given] = process.argv.slice(2);
if (name === undefined || path === undefined)
  throw new Error('Usage: network-process.ts NAME DATABASE PEER=ADDRESS…');
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const peers = given.map((peer) => {
  const [peerName = '', address = ''] = peer.split('=');
  return { ...person(peerName), address: address === '' ? null : address };
});
const node = testNode(person(name), peers, { store: openStore({ path }) });
node.inbox.subscribe((event) => {
  if (event.type === 'received') say({ received: event.text, from: event.from });
});
node.queue.subscribe((event) => {
  if (event.type === 'changed' && event.state === 'delivered') say({ delivered: event.number });
});
const daemon = new Libp2pDaemon({
  identity: node.self.key,
  directory: node.directory,
  receive: (frames) => node.inbox.receiveAll(frames),
  observe: (event) => {
    if (event.type === 'connected') say({ connected: true });
  },
});
const loop = new DeliveryLoop({ queue: node.queue, daemon });
await daemon.start();
loop.start();
for (const { identity, address } of peers) daemon.setPeer({ did: identity.did, address });
say({ ready: true, address: daemon.addresses()[0], pid: process.pid, pending: node.queue.pending().length });

for await (const line of createInterface({ input: process.stdin })) {
  const order: { send?: string; text?: string; fill?: string; texts?: string[]; stop?: boolean } =
    JSON.parse(line);
  if (order.send !== undefined) say({ queued: node.queue.enqueue(order.send, order.text ?? '') });
  const { fill, texts = [] } = order;
  if (fill !== undefined) {
    node.store.transaction(() => {
      for (const text of texts) node.queue.enqueue(fill, text);
    });
    say({ filled: texts.length });
  }
  if (order.stop === true) break;
}
await loop.stop();
await daemon.stop();
const inbox = node.inbox.messages.map(({ payload }) => payload);
const last = JSON.stringify({ inbox, pending: node.queue.pending().length });
await node.close();
// libp2p leaves a timer behind that would hold the process for a second more.
process.stdout.write(`${last}\n`, () => process.exit());
