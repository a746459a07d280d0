// Messages of 1 KiB per second: the whole sealed path (queue, seal, sign, push, verify, open, store, acknowledge,
// both databases on disk with synchronous=FULL), libp2p streams alone, and TCP alone, in the same run.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Libp2p } from '@libp2p/interface';
import { syncDeliver } from '../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../electron/node/store/store.ts';
import { createHost } from '../../electron/node/transport/link/create-host.ts';
import { FrameStream } from '../../electron/node/transport/link/frame-stream.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { hostKey } from '../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../electron/node/transport/link/timing.ts';
import { person, type TestNode, testNode } from '../support/messaging.ts';
import { pollUntil } from '../support/poll-until.ts';

const ROUNDS = 5;
const MESSAGES = 2_000;
const MESSAGE_BYTES = 1_024;
/** Raw runs carry the same messages in frames of this many. */
const PER_FRAME = 128;
const RAW_FRAMES = 160;
const LIMITS = { maxFrameBytes: 256 * 1024, maxUnreadBytes: 64 * 1024 * 1024, frameMs: 15_000 };
const PROTOCOL = '/bench/raw/1';

const [alice, bob] = [person('alice'), person('bob')];
const text = 'x'.repeat(MESSAGE_BYTES);

interface SealedResult {
  readonly enqueuePerSecond: number;
  readonly deliverPerSecond: number;
}

async function sealedPath(): Promise<SealedResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-bench-'));
  const nodes = [
    testNode(alice, [bob], { store: openStore({ path: join(folder, 'alice.db') }) }),
    testNode(bob, [alice], { store: openStore({ path: join(folder, 'bob.db') }) }),
  ] as const;
  const daemons = nodes.map(daemonOf) as [Libp2pDaemon, Libp2pDaemon];
  for (const daemon of daemons) await daemon.start();
  daemons[0].setPeer({ did: bob.identity.did, address: daemons[1].addresses()[0] ?? null });
  const handle = daemons[0].peer(bob.identity.did);
  await pollUntil(
    () => handle.isOnline(),
    (online) => online,
  );
  const { queue } = nodes[0];
  const enqueuePerSecond = perSecond(MESSAGES, await timed(() => enqueueMany(queue)));
  const deliverPerSecond = perSecond(
    MESSAGES,
    await timed(async () => {
      const delivered = await syncDeliver(queue, handle);
      if (delivered !== MESSAGES) throw new Error(`only ${delivered} of ${MESSAGES} were delivered`);
    }),
  );
  for (const daemon of daemons) await daemon.stop();
  for (const node of nodes) await node.close();
  rmSync(folder, { recursive: true, force: true });
  return { enqueuePerSecond, deliverPerSecond };
}

/** With pauses: a node that does nothing else for seconds loses its connections, for want of answers to pings. */
async function enqueueMany(queue: TestNode['queue']): Promise<void> {
  for (let index = 0; index < MESSAGES; index++) {
    queue.enqueue(bob.identity.did, text);
    if (index % 20 === 0) await setImmediate();
  }
}

function daemonOf(node: TestNode): Libp2pDaemon {
  return new Libp2pDaemon({
    identity: node.self.key,
    directory: node.directory,
    receive: (frames) => node.inbox.receiveAll(frames),
  });
}

async function rawLibp2p(): Promise<number> {
  const hosts: Libp2p[] = [];
  for (const who of [alice, bob]) {
    const privateKey = await hostKey(who.key);
    hosts.push(
      await createHost({ privateKey, listen: ['/ip4/127.0.0.1/tcp/0'], gate: {}, timing: DEFAULT_TIMING }),
    );
  }
  const [from, to] = hosts as [Libp2p, Libp2p];
  await to.handle(PROTOCOL, async (stream) => {
    const frames = new FrameStream(stream, LIMITS);
    for (let count = 0; count < RAW_FRAMES; count++) await frames.read();
    await frames.write(Uint8Array.of(1));
  });
  const address = to.getMultiaddrs()[0];
  if (address === undefined) throw new Error('it does not listen');
  const frames = new FrameStream(await from.dialProtocol(address, PROTOCOL), LIMITS);
  const frame = new Uint8Array(PER_FRAME * MESSAGE_BYTES);
  const ms = await timed(async () => {
    for (let count = 0; count < RAW_FRAMES; count++) await frames.write(frame);
    await frames.read();
  });
  await Promise.all(hosts.map((host) => host.stop()));
  return perSecond(RAW_FRAMES * PER_FRAME, ms);
}

async function rawTcp(): Promise<number> {
  const total = RAW_FRAMES * PER_FRAME * MESSAGE_BYTES;
  const server = createServer((socket) => {
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received === total) socket.write('.');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket: Socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const frame = new Uint8Array(PER_FRAME * MESSAGE_BYTES);
  const ms = await timed(async () => {
    for (let count = 0; count < RAW_FRAMES; count++) if (!socket.write(frame)) await once(socket, 'drain');
    await once(socket, 'data');
  });
  socket.destroy();
  server.close();
  return perSecond(RAW_FRAMES * PER_FRAME, ms);
}

async function timed(run: () => unknown): Promise<number> {
  const startMs = performance.now();
  await run();
  return performance.now() - startMs;
}

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1_000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const rounds = {
  enqueue: [] as number[],
  deliver: [] as number[],
  libp2p: [] as number[],
  tcp: [] as number[],
};
for (let round = 0; round < ROUNDS; round++) {
  const sealed = await sealedPath();
  rounds.enqueue.push(sealed.enqueuePerSecond);
  rounds.deliver.push(sealed.deliverPerSecond);
  rounds.libp2p.push(await rawLibp2p());
  rounds.tcp.push(await rawTcp());
}
const tcp = median(rounds.tcp);
console.log(`medians of ${ROUNDS} rounds, messages of ${MESSAGE_BYTES} bytes, both ends in one process\n`);
for (const [what, values] of [
  ['enqueue, one fsync each', rounds.enqueue],
  ['deliver, sealed path whole', rounds.deliver],
  ['libp2p stream alone', rounds.libp2p],
  ['TCP alone', rounds.tcp],
] as const) {
  const value = median(values);
  const ratio = (value / tcp).toPrecision(2);
  console.log(
    `${what.padEnd(28)} ${Math.round(value).toLocaleString('en').padStart(10)} /s   ${ratio} of TCP`,
  );
}
