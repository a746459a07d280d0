/**
 * One end of test/bench/drain.ts, in a process of its own: a queue, an inbox and libp2p on one database on disk.
 * `node drain-member.ts NAME PEER DATABASE`; told what to do by messages from its parent, and answers each.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { setImmediate } from 'node:timers/promises';
import { DeliveryLoop } from '../../../electron/node/messaging/delivery-loop.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { person, testNode } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

export type Order =
  | { readonly do: 'fill'; readonly messages: number; readonly bytes: number }
  | { readonly do: 'listen' }
  | { readonly do: 'drain'; readonly address: string; readonly messages: number }
  | { readonly do: 'stored' }
  | { readonly do: 'cpu' }
  /** Begins a CPU profile, or ends it and writes it to that file. */
  | { readonly do: 'profile'; readonly to: string | null }
  | { readonly do: 'stop' };

/** Stored in one commit while the queue is filled: that is not what is measured. */
const FILLED_AT_ONCE = 500;

const [name, peerName, path] = process.argv.slice(2);
if (name === undefined || peerName === undefined || path === undefined)
  throw new RangeError('Usage: drain-member.ts NAME PEER DATABASE');
const peer = person(peerName);
const node = testNode(person(name), [peer], { store: openStore({ path }) });
const daemon = new Libp2pDaemon({
  identity: node.self.key,
  directory: node.directory,
  receive: (frames) => node.inbox.receiveAll(frames),
});
const loop = new DeliveryLoop({ queue: node.queue, daemon });

/** Messages that wait for the peer, each sealed: as after a day on which it was away. */
async function fill(messages: number, bytes: number): Promise<void> {
  const text = 'x'.repeat(bytes);
  for (let at = 0; at < messages; at += FILLED_AT_ONCE) {
    node.store.transaction(() => {
      for (let number = at; number < Math.min(messages, at + FILLED_AT_ONCE); number++)
        node.queue.enqueue(peer.identity.did, text);
    });
    await setImmediate();
  }
  const unsealed = node.store.db.prepare('SELECT COUNT(*) FROM deliveries WHERE envelope IS NULL').pluck();
  await pollUntil(
    () => unsealed.get(),
    (left) => left === 0,
    120_000,
  );
}

/** Resolves when everything is acknowledged. */
async function drain(address: string, messages: number): Promise<{ ms: number; cpuMs: number }> {
  const began = process.cpuUsage();
  const startMs = performance.now();
  const over = new Promise<void>((resolve, reject) => {
    loop.subscribe((event) => {
      if (event.type === 'problem') reject(new Error(event.error.message));
      if (event.type === 'pass' && event.left === 0) resolve();
      if (event.type === 'sync' && event.event.type === 'failed') reject(new Error(event.event.code));
    });
  });
  await daemon.start();
  loop.start();
  daemon.setPeer({ did: peer.identity.did, address });
  await over;
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(began);
  if (node.queue.pending().length > 0) throw new Error(`not all of ${messages} were acknowledged`);
  return { ms, cpuMs: (user + system) / 1000 };
}

const inspector = new Session();

async function profile(to: string | null): Promise<void> {
  if (to === null) {
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.start');
  } else {
    const { profile } = await inspector.post('Profiler.stop');
    writeFileSync(to, JSON.stringify(profile));
  }
}

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'fill':
      return fill(order.messages, order.bytes);
    case 'listen':
      await daemon.start();
      return daemon.addresses()[0];
    case 'drain':
      return drain(order.address, order.messages);
    case 'stored':
      return node.inbox.messages.length;
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
    case 'profile':
      return profile(order.to);
    case 'stop':
      await loop.stop();
      await daemon.stop();
      await node.close();
      return null;
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => {
      process.send?.({ value: value ?? null }, () => {
        if (order.do === 'stop') process.disconnect();
      });
    },
    (error: Error) => process.send?.({ error: error.stack }),
  );
});
