/**
 * One member of a cell of alice, bob and carol in a process of its own, for tests: `node lan-process.ts NAME
 * [DISCOVERY]`. It listens on every interface and knows no addresses. Says what happens as JSON lines with the time;
 * takes lines `{"write":TEXT}`, `{"discovery":DISCOVERY}` and `{"stop":true}`.
 */

import { createInterface } from 'node:readline';
import { inEnglish } from '#shared/protocol/saying.ts';
import '#shared/words/sayings.ts';
import { DISCOVERIES } from '../../electron/node/transport/discovery/discovery.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { MemoryLog, memoryCell, someHash, someScid } from './memory-log.ts';
import { person, testNode } from './messaging.ts';

const [name = '', discovery = 'own'] = process.argv.slice(2);
const say = (line: object): void =>
  void process.stdout.write(`${JSON.stringify({ ...line, atMs: Date.now() })}\n`);

const kindsOf = (words: string) => DISCOVERIES.filter((kind) => kind === words);
const others = ['alice', 'bob', 'carol'].filter((other) => other !== name).map(person);
const node = testNode(person(name), others);
const nameOf = (did: string) => node.directory.resolve(did)?.alias;
const log = new MemoryLog(someHash('the cell of the tests'), someScid(name));
log.onNews(() => say({ holds: log.size }));
const daemon = new Libp2pDaemon({
  identity: node.self.key,
  directory: node.directory,
  receive: (frames) => node.inbox.receiveAll(frames),
  listen: ['/ip4/0.0.0.0/tcp/0'],
  discovery: kindsOf(discovery),
  observe: (event) => {
    if (event.type === 'connected') say({ connected: nameOf(event.did) });
    if (event.type === 'disconnected')
      say({ disconnected: nameOf(event.did), reason: inEnglish(event.reason) });
    if (event.type === 'found') say({ found: nameOf(event.did), address: event.address });
  },
});
log.twinShown = (reason) => say({ twin: inEnglish(reason) });
await daemon.attachCell(memoryCell(log));
await daemon.start();
say({ ready: true });

for await (const line of createInterface({ input: process.stdin })) {
  const order: { write?: string; discovery?: string; stop?: boolean } = JSON.parse(line);
  if (order.write !== undefined) log.write(order.write);
  if (order.discovery !== undefined) {
    daemon.setDiscovery(kindsOf(order.discovery));
    say({ discovery: order.discovery });
  }
  if (order.stop === true) break;
}
await daemon.stop();
say({ stopped: true });
await node.close();
process.stdin.destroy();
