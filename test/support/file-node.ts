/** Nodes on the loopback interface that offer and fetch large files, and one that serves what it likes. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { onTestFinished } from 'vitest';
import { Attachments } from '../../electron/node/messaging/files/attachments.ts';
import { FetchTable, type OfferedMessage } from '../../electron/node/messaging/files/fetch-table.ts';
import { Fetches } from '../../electron/node/messaging/files/fetches.ts';
import { OfferTable } from '../../electron/node/messaging/files/offer-table.ts';
import { Offers } from '../../electron/node/messaging/files/offers.ts';
import {
  decodeAnswer,
  encodeAnswer,
  FILE_PROTOCOL,
  type FileAnswer,
  type FileRequest,
} from '../../electron/node/transport/file/file-frames.ts';
import { FrameStream } from '../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../electron/node/transport/link/frames.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import type { TransportTiming } from '../../electron/node/transport/link/timing.ts';
import { CELL } from './cell-node.ts';
import { bareHost, type NetworkNode } from './libp2p.ts';
import { MemoryLog, memoryCell, someScid } from './memory-log.ts';
import { type Person, TestClock, testNode } from './messaging.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface FileNode extends NetworkNode {
  readonly offers: Offers;
  readonly fetches: Fetches;
  readonly fetchTable: FetchTable;
  readonly offerTable: OfferTable;
  readonly folder: string;
  readonly clock: TestClock;
  /** Fetches that ran at the same time, at most. */
  mostAtOnce(): number;
  /** The file of the newest message that came. */
  offered(): OfferedMessage;
}

export async function fileNode(
  self: Person,
  peers: Person[],
  timing: Partial<TransportTiming> = {},
): Promise<FileNode> {
  const clock = new TestClock(Date.now());
  const node = testNode(self, peers, { clock: clock.now });
  const folder = temporaryFolder();
  const { db } = node.store;
  const [offerTable, fetchTable] = [new OfferTable(db), new FetchTable(db)];
  const offers = new Offers({ table: offerTable, clock: clock.now, changed: () => undefined });
  const events: NetworkNode['events'] = [];
  const daemon = new Libp2pDaemon({
    identity: self.key,
    directory: node.directory,
    receive: (frames) => node.inbox.receiveAll(frames),
    files: offers,
    timing,
    observe: (event) => {
      events.push(event);
      if (event.type === 'connected') fetches.connected();
    },
  });
  let [now, most] = [0, 0];
  const fetches = new Fetches({
    table: fetchTable,
    folder: join(folder, 'incoming'),
    source: {
      isOnline: (did) => daemon.status(did)?.link.state === 'connected',
      async fetchFile(did, wanted, signal) {
        now += 1;
        most = Math.max(most, now);
        try {
          return await daemon.peer(did).fetchFile(wanted, signal);
        } finally {
          now -= 1;
        }
      },
    },
    freeBytes: () => Number.MAX_SAFE_INTEGER,
    clock: clock.now,
    changed: () => undefined,
    problem: () => undefined,
  });
  onTestFinished(async () => {
    await fetches.stop();
    await daemon.stop();
    offers.stop();
    await node.close();
  });
  await daemon.attachCell(memoryCell(new MemoryLog(CELL, someScid(self.name))));
  await daemon.start();
  fetches.start();
  const offered = (): OfferedMessage => {
    const id = db
      .prepare("SELECT uuid FROM messages WHERE direction = 'in' ORDER BY id DESC LIMIT 1")
      .pluck()
      .get() as string;
    return fetchTable.offered(id)!;
  };
  const tables = { fetchTable, offerTable, mostAtOnce: () => most };
  return { ...node, daemon, events, offers, fetches, ...tables, folder, clock, offered };
}

/** A file of random bytes; at least one that does not go into parts. */
export function someFile(bytes: number): string {
  const path = join(temporaryFolder(), 'plan.bin');
  writeFileSync(path, randomBytes(bytes));
  return path;
}

/** Writes a message with a file, and has its recipient take it. Returns the number of the message. */
export async function offer(from: FileNode, to: FileNode, path: string): Promise<number> {
  const attachments = new Attachments();
  const { did } = to.self.identity;
  const { id } = await attachments.attach(path);
  const signal = new AbortController().signal;
  const file = await attachments.prepare(id, [did], { signal, progress: () => undefined });
  const number = from.queue.enqueue(did, '', { file });
  const batch = await from.queue.prepare(did);
  await to.inbox.receive(batch.map(({ bytes }) => bytes));
  return number;
}

const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 64 * 1024 * 1024, frameMs: 5_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const hello = () => ({
  type: 'hello',
  versions: [1],
  clock: Date.now(),
  instance: randomBytes(8).toString('hex'),
  ports: [],
  cells: [{ cell: CELL, rules: 1, tips: {} }],
});

/** A host with a member's key that has said hello to a node. */
export async function greeted(who: Person, address: string) {
  const host = await bareHost(who);
  const connection = await host.dial(multiaddr(address));
  const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
  await control.write(json(hello()));
  await control.read(5_000);
  return { host, connection };
}

export interface Heard {
  readonly answer: FileAnswer;
  readonly bytes: Uint8Array;
}

/** Asks a node for files over a connection on which hello was said; all answers to so many frames, or up to the last word. */
export async function askFor(
  { connection }: Awaited<ReturnType<typeof greeted>>,
  requests: readonly FileRequest[],
  frames: number,
): Promise<Heard[]> {
  const stream = new FrameStream(await connection.newStream(FILE_PROTOCOL), LIMITS);
  for (const request of requests) await stream.write(json(request));
  const heard: Heard[] = [];
  while (heard.length < frames) {
    const frame = await stream.read(5_000);
    if (frame === null) break;
    heard.push(decodeAnswer(frame));
    if (heard.at(-1)?.answer.type === 'end') break;
  }
  stream.fail(new Error('enough'));
  return heard;
}

/** Has a host answer requests for files as it likes; what it returns is sent. */
export async function serveWith(
  host: Libp2p,
  answer: (request: FileRequest) => readonly (readonly [FileAnswer, Uint8Array?])[],
): Promise<FileRequest[]> {
  const asked: FileRequest[] = [];
  await host.handle(FILE_PROTOCOL, async (raw) => {
    const stream = new FrameStream(raw, LIMITS);
    for (let frame = await stream.read(); frame !== null; frame = await stream.read()) {
      const request = JSON.parse(Buffer.from(frame).toString()) as FileRequest;
      asked.push(request);
      for (const [said, bytes] of answer(request)) await stream.write(encodeAnswer(said, bytes));
    }
  });
  return asked;
}
