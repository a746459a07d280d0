// One end of a drain: a queue, an inbox and libp2p on one database on disk, of the checkout that it is given.
// Arguments: NAME PEER DATABASE.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { DeliveryLoop } from '../../../electron/node/messaging/delivery-loop.ts';
import type { openStore } from '../../../electron/node/store/store.ts';
import type { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import type { ReceiveEnvelopes } from '../../../electron/node/transport/push/push-receiver.ts';
import type { person, TestNode, testNode } from '../../support/messaging.ts';
import { cpuProfile } from '../frame/cpu-profile.ts';
import { answerBench } from '../frame/program.ts';

export type Order =
  | { readonly do: 'fill'; readonly messages: number; readonly bytes: number }
  | { readonly do: 'listen' }
  | { readonly do: 'drain'; readonly address: string }
  | { readonly do: 'stored' }
  | { readonly do: 'cpu' }
  /** Begins a CPU profile, or ends it and writes it to that file. */
  | { readonly do: 'profile'; readonly to: string | null }
  | { readonly do: 'stop' };

/** Stored in one commit while the queue is filled: that is not what is measured. */
const FILLED_AT_ONCE = 500;

interface Modules {
  readonly DeliveryLoop: typeof DeliveryLoop;
  readonly openStore: typeof openStore;
  readonly Libp2pDaemon: typeof Libp2pDaemon;
  readonly person: typeof person;
  readonly testNode: typeof testNode;
}

async function modulesOf(root: string): Promise<Modules> {
  // Where the former build has it.
  const before = 'electron/node/transport/libp2p-daemon.ts';
  const files = [
    'electron/node/messaging/delivery-loop.ts',
    'electron/node/store/store.ts',
    existsSync(join(root, before)) ? before : 'electron/node/transport/link/libp2p-daemon.ts',
    'test/support/messaging.ts',
  ];
  return Object.assign({}, ...(await Promise.all(files.map((file) => import(join(root, file))))));
}

/** As each build takes it: all frames that are there at once, or one by one. */
function receiverOf({ inbox }: TestNode): ReceiveEnvelopes {
  if ('receiveAll' in inbox) return (frames) => inbox.receiveAll(frames);
  const former = inbox as { receive(batch: unknown): Promise<never> };
  return (batch) => former.receive(batch);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

answerBench(async (root, name = '', peerName = '', path = '') => {
  const { DeliveryLoop, openStore, Libp2pDaemon, person, testNode } = await modulesOf(root);
  const peer = person(peerName);
  const node = testNode(person(name), [peer], { store: openStore({ path }) });
  const daemon = new Libp2pDaemon({
    identity: node.self.key,
    directory: node.directory,
    receive: receiverOf(node),
  });
  const loop = new DeliveryLoop({ queue: node.queue, daemon });

  /** Messages that wait for the peer, each sealed: as after a day on which it was away. */
  const fill = async (messages: number, bytes: number): Promise<void> => {
    const text = 'x'.repeat(bytes);
    for (let at = 0; at < messages; at += FILLED_AT_ONCE) {
      node.store.transaction(() => {
        for (let number = at; number < Math.min(messages, at + FILLED_AT_ONCE); number++)
          node.queue.enqueue(peer.identity.did, text);
      });
      await setImmediate();
    }
    const unsealed = node.store.db
      .prepare('SELECT COUNT(*) FROM deliveries WHERE envelope_bytes IS NULL')
      .pluck();
    while (unsealed.get() !== 0) await delay(50);
  };

  /** Resolves when everything is acknowledged. */
  const drain = async (address: string): Promise<{ ms: number; cpuMs: number }> => {
    const began = cpuMs();
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
    const took = { ms: performance.now() - startMs, cpuMs: cpuMs() - began };
    if (node.queue.pending().length > 0) throw new Error('not all were acknowledged');
    return took;
  };

  return async (question) => {
    const order = question as Order;
    switch (order.do) {
      case 'fill':
        return fill(order.messages, order.bytes);
      case 'listen':
        await daemon.start();
        return daemon.addresses()[0];
      case 'drain':
        return drain(order.address);
      case 'stored':
        return node.inbox.messages.length;
      case 'cpu':
        return cpuMs();
      case 'profile':
        return cpuProfile(order.to);
      case 'stop':
        await loop.stop();
        await daemon.stop();
        return node.close();
    }
  };
});
