// One end of a file: a queue, an inbox and libp2p on one database on disk, of the checkout that it is given; and the
// same bytes as bare frames. Arguments: NAME PEER FOLDER.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { multiaddr } from '@multiformats/multiaddr';
import { Attachments } from '../../../electron/node/messaging/files/attachments.ts';
import { FetchTable } from '../../../electron/node/messaging/files/fetch-table.ts';
import { Fetches } from '../../../electron/node/messaging/files/fetches.ts';
import { CHUNK_BYTES } from '../../../electron/node/messaging/files/file-limits.ts';
import { OfferTable } from '../../../electron/node/messaging/files/offer-table.ts';
import { Offers } from '../../../electron/node/messaging/files/offers.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { createHost } from '../../../electron/node/transport/link/create-host.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { hostKey } from '../../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';
import { MemoryLog, memoryCell, someHash, someScid } from '../../support/memory-log.ts';
import { person, testNode } from '../../support/messaging.ts';
import { cpuProfile } from '../frame/cpu-profile.ts';
import { answerBench } from '../frame/program.ts';

export type Order =
  | { readonly do: 'listen' }
  /** Writes a message with a file of so many random bytes; answers with its envelopes, as base64. */
  | { readonly do: 'offer'; readonly bytes: number }
  | { readonly do: 'take'; readonly envelopes: readonly string[] }
  /** Fetches the file of the newest message; answers with milliseconds. */
  | { readonly do: 'fetch'; readonly address: string }
  /** Begins to watch memory, or answers with the most that was held above that, in MiB. */
  | { readonly do: 'memory'; readonly begin: boolean }
  /** Begins a CPU profile, or ends it and writes it to that file. */
  | { readonly do: 'profile'; readonly to: string | null }
  | { readonly do: 'bareListen'; readonly bytes: number }
  /** Reads so many bytes of bare frames; answers with milliseconds. */
  | { readonly do: 'bare'; readonly address: string; readonly bytes: number };

const BARE = '/ghoststack/bench/1';
const LIMITS = { maxFrameBytes: 256 * 1024, maxUnreadBytes: 2 * 1024 * 1024, frameMs: 15_000 };
/** So many frames may not have been answered: as much as of a file. */
const WINDOW = 16;
const MIB = 1024 * 1024;

answerBench(async (_root, name = '', peerName = '', folder = '') => {
  const [self, peer] = [person(name), person(peerName)];
  const { did } = peer.identity;
  const store = openStore({ path: join(folder, `${name}.db`) });
  const node = testNode(self, [peer], { store });
  const table = new FetchTable(store.db);
  const offers = new Offers({ table: new OfferTable(store.db), clock: Date.now, changed: () => undefined });
  const daemon = new Libp2pDaemon({
    identity: self.key,
    directory: node.directory,
    receive: (frames) => node.inbox.receiveAll(frames),
    files: offers,
    observe: (event) => {
      if (event.type === 'connected') fetches.connected();
    },
  });
  const fetches = new Fetches({
    table,
    folder: join(folder, `${name}-incoming`),
    source: {
      isOnline: (of) => daemon.status(of)?.link.state === 'connected',
      fetchFile: (of, wanted, signal) => daemon.peer(of).fetchFile(wanted, signal),
    },
    freeBytes: () => Number.MAX_SAFE_INTEGER,
    clock: Date.now,
    changed: () => undefined,
    problem: (error) => {
      throw error;
    },
  });
  await daemon.attachCell(memoryCell(new MemoryLog(someHash('bench'), someScid(name))));
  await daemon.start();
  fetches.start();
  const bare = await createHost({
    privateKey: await hostKey(self.key),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    gate: {},
    timing: DEFAULT_TIMING,
  });
  let idleBytes = 0;
  let mostBytes = 0;
  setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }, 20).unref();
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await delay(2);
  };
  return async (question: unknown) => {
    const order = question as Order;
    switch (order.do) {
      case 'listen':
        return daemon.addresses()[0];
      case 'offer': {
        const path = join(folder, 'file.bin');
        const file = openSync(path, 'w');
        for (let at = 0; at < order.bytes; at += MIB)
          writeSync(file, randomBytes(Math.min(MIB, order.bytes - at)));
        closeSync(file);
        const attachments = new Attachments();
        const { id } = await attachments.attach(path);
        const reading = { signal: new AbortController().signal, progress: () => undefined };
        node.queue.enqueue(did, '', { file: await attachments.prepare(id, [did], reading) });
        const batch = await node.queue.prepare(did);
        return batch.map(({ bytes }) => Buffer.from(bytes).toString('base64'));
      }
      case 'take':
        await node.inbox.receive(order.envelopes.map((text) => Buffer.from(text, 'base64')));
        return null;
      case 'fetch': {
        daemon.setPeer({ did, address: order.address });
        await until(() => daemon.status(did)?.link.state === 'connected');
        const uuid = store.db
          .prepare("SELECT uuid FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT 1")
          .pluck()
          .get() as string;
        const offered = table.offered(uuid);
        if (offered === null) throw new Error('no file came');
        const startMs = performance.now();
        fetches.fetch(offered);
        await until(() => table.fetchOf(offered.message)?.state !== 'waiting');
        if (table.fetchOf(offered.message)?.state !== 'whole') throw new Error('the file did not come');
        return performance.now() - startMs;
      }
      case 'memory':
        if (order.begin) [idleBytes, mostBytes] = [process.memoryUsage.rss(), 0];
        return Math.max(0, mostBytes - idleBytes) / MIB;
      case 'profile':
        return cpuProfile(order.to);
      case 'bareListen':
        await bare.handle(BARE, async (stream) => {
          const frames = new FrameStream(stream, LIMITS);
          const frame = randomBytes(CHUNK_BYTES + 16);
          for (let left = Math.ceil(order.bytes / CHUNK_BYTES); left > 0; left -= WINDOW) {
            if ((await frames.read()) === null) return;
            for (let one = 0; one < Math.min(WINDOW, left); one++) await frames.write(frame);
          }
        });
        return String(bare.getMultiaddrs()[0]);
      case 'bare': {
        const stream = await (await bare.dial(multiaddr(order.address))).newStream(BARE);
        const frames = new FrameStream(stream, LIMITS);
        const startMs = performance.now();
        const total = Math.ceil(order.bytes / CHUNK_BYTES);
        await frames.write(Buffer.of(1));
        for (let came = 0; came < total; ) {
          if ((await frames.read()) === null) throw new Error('the frames ended');
          came += 1;
          if (came % WINDOW === 0) await frames.write(Buffer.of(1));
        }
        return performance.now() - startMs;
      }
    }
  };
});
