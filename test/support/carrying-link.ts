/** Carriers on the network of this process, and one that does what it likes. */
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { onTestFinished } from 'vitest';
import {
  CARRY_PROTOCOL,
  type CarryFrame,
  decodeCarry,
  encodeParcels,
  encodeSaid,
  type Said,
} from '../../electron/node/transport/carry/carry-frames.ts';
import { FrameStream } from '../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../electron/node/transport/link/frames.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { type CarryingNode, type CarryingNodeOptions, CELL, carryingNode } from './carrying.ts';
import { bareHost, type NetworkNode } from './libp2p.ts';
import { MemoryLog, memoryCell, someScid } from './memory-log.ts';
import type { Person } from './messaging.ts';

export type LinkedCarrier = CarryingNode & NetworkNode;

/**
 * A node with everything but a cell's log, which is in memory; started, and stopped when the test ends. `isPlain`: it
 * speaks no `/ghoststack/carry/1`.
 */
export async function linkedCarrier(
  self: Person,
  peers: Person[],
  { isPlain = false, ...options }: CarryingNodeOptions & { readonly isPlain?: boolean } = {},
): Promise<LinkedCarrier> {
  const node = carryingNode(self, peers, options);
  const { carrying, directory, inbox } = node;
  const events: NetworkNode['events'] = [];
  const daemon = new Libp2pDaemon({
    identity: self.key,
    directory,
    receive: (frames) => inbox.receiveAll(frames),
    ...(isPlain ? {} : { carrier: carrying }),
    observe: (event) => {
      events.push(event);
      if (event.type === 'connected') carrying.connected(event.did);
      if (event.type === 'disconnected') carrying.lost(event.did);
    },
  });
  onTestFinished(() => daemon.stop());
  await daemon.attachCell(memoryCell(new MemoryLog(CELL, someScid(self.name))));
  await daemon.start();
  return { ...node, daemon, events };
}

const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 8 * 1024 * 1024, frameMs: 5_000 };
type Answer = 'ok' | 'known' | 'full' | 'later' | 'refused';

/** Somebody with a member's key and a program of its own. */
export class HostileCarrier {
  readonly host: Libp2p;
  /** What its victims said to it, and how many bytes that was. */
  readonly heard: CarryFrame[] = [];
  heardBytes = 0;
  readonly taken: Answer[][] = [];
  /** What it says of every parcel that it is given. */
  answer: Answer = 'ok';
  #connection: Connection | null = null;
  #stream: FrameStream | null = null;
  #seq = 0;

  private constructor(host: Libp2p) {
    this.host = host;
  }

  static async begin(who: Person): Promise<HostileCarrier> {
    const carrier = new HostileCarrier(await bareHost(who));
    await carrier.host.handle(CARRY_PROTOCOL, (stream) => carrier.#listen(stream));
    return carrier;
  }

  /** Dials a victim, says hello, and opens its stream. */
  async meet(address: string): Promise<void> {
    this.#seq = 0;
    this.#connection = await this.host.dial(multiaddr(address));
    const control = new FrameStream(await this.#connection.newStream(HELLO_PROTOCOL), LIMITS);
    const hello = { type: 'hello', versions: [1], clock: Date.now(), instance: 'ab'.repeat(8), ports: [] };
    await control.write(
      Buffer.from(JSON.stringify({ ...hello, cells: [{ cell: CELL, rules: 1, tips: {} }] })),
    );
    await control.read(5_000);
    const stream = new FrameStream(await this.#connection.newStream(CARRY_PROTOCOL), LIMITS);
    this.#stream = stream;
    void this.#readAnswers(stream);
  }

  async leave(): Promise<void> {
    await this.#connection?.close();
  }

  async say(said: Said): Promise<void> {
    await this.#stream?.write(encodeSaid(said));
  }

  async push(lines: readonly Uint8Array[]): Promise<void> {
    await this.#stream?.write(encodeParcels(this.#seq++, lines));
  }

  async #listen(stream: Stream): Promise<void> {
    const frames = new FrameStream(stream, LIMITS);
    try {
      for (let frame = await frames.read(); frame !== null; frame = await frames.read()) {
        this.heardBytes += frame.length + 4;
        const read = decodeCarry(frame);
        this.heard.push(read);
        if (read.type !== 'parcels') continue;
        const taken = { type: 'taken', seq: read.seq, results: read.lines.map(() => this.answer) };
        await frames.write(Buffer.from(JSON.stringify(taken)));
      }
    } catch {
      // The victim is gone.
    }
  }

  async #readAnswers(stream: FrameStream): Promise<void> {
    try {
      for (let frame = await stream.read(); frame !== null; frame = await stream.read())
        this.taken.push(JSON.parse(String(Buffer.from(frame))).results);
    } catch {
      // The victim has had enough.
    }
  }
}
