import type { Connection, PeerId } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { MemoryHost } from './memory-host.ts';
import { type Item, MemoryStream } from './memory-stream.ts';

/** One side of a connection, with as much of libp2p's Connection as the product uses. */
export class MemoryConnection extends EventTarget {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly remotePeer: PeerId;
  readonly remoteAddr: ReturnType<typeof multiaddr>;
  readonly streams: MemoryStream[] = [];
  status: 'open' | 'closed' = 'open';
  readonly host: MemoryHost;
  readonly #wire: Wire;
  #nextStream = 0;
  readonly #opening = new Map<MemoryStream, { resolve: () => void; reject: (error: Error) => void }>();

  constructor(wire: Wire, host: MemoryHost, remote: MemoryHost, direction: 'inbound' | 'outbound') {
    super();
    this.#wire = wire;
    this.host = host;
    this.direction = direction;
    this.id = `${wire.id}${direction === 'outbound' ? '>' : '<'}`;
    this.remotePeer = remote.peerId;
    this.remoteAddr = multiaddr(remote.address);
  }

  /** As the other side knows it. */
  get real(): Connection {
    return this as unknown as Connection;
  }

  async newStream(protocol: string): Promise<MemoryStream> {
    if (this.status !== 'open') throw new Error('The connection is closed.');
    const id = `${this.id}${this.#nextStream++}`;
    const stream = this.#stream(id, protocol);
    const opened = new Promise<void>((resolve, reject) => this.#opening.set(stream, { resolve, reject }));
    this.#wire.put(this, { kind: 'open', stream });
    await opened;
    return stream;
  }

  async close(): Promise<void> {
    if (this.status !== 'open') return;
    this.#wire.put(this, { kind: 'goodbye' });
    await new Promise<void>((resolve) => {
      this.addEventListener('close', () => resolve());
    });
  }

  abort(error: Error): void {
    this.#wire.cut(error);
  }

  /** Moves one item, or the first bytes of it, to this side. */
  takes(item: Item, from: MemoryConnection): void {
    if (item.kind === 'goodbye') this.#wire.cut();
    else if (item.kind === 'open') this.#accept(item.stream, from);
    else if (item.kind === 'bytes') {
      item.stream.moved(item.bytes.length);
      item.stream.other?.takes(item.bytes);
    } else if (item.kind === 'end') {
      item.stream.other?.ends();
      item.stream.endArrived();
    } else item.stream.other?.over('reset', new Error('The other side reset the stream.'));
  }

  opened(stream: MemoryStream, error?: Error): void {
    const waiting = this.#opening.get(stream);
    this.#opening.delete(stream);
    if (error === undefined) waiting?.resolve();
    else waiting?.reject(error);
  }

  /** Both sides find it broken, or closed if there is no error. */
  broke(error?: Error): void {
    if (this.status === 'closed') return;
    this.status = 'closed';
    for (const { reject } of this.#opening.values()) reject(error ?? new Error('The connection is closed.'));
    this.#opening.clear();
    for (const stream of [...this.streams]) stream.over(error === undefined ? 'closed' : 'reset', error);
    this.dispatchEvent(Object.assign(new Event('close'), { error }));
  }

  #stream(id: string, protocol: string): MemoryStream {
    const stream = new MemoryStream(id, protocol, (item) => this.#wire.put(this, item));
    this.streams.push(stream);
    stream.addEventListener('close', () => {
      const at = this.streams.indexOf(stream);
      if (at >= 0) this.streams.splice(at, 1);
    });
    return stream;
  }

  #accept(theirs: MemoryStream, from: MemoryConnection): void {
    const handler = this.host.handlerOf(theirs.protocol);
    if (handler === null) {
      theirs.over('reset');
      from.opened(theirs, new Error(`Nobody answers ${theirs.protocol}.`));
      return;
    }
    const ours = this.#stream(theirs.id, theirs.protocol);
    ours.other = theirs;
    theirs.other = ours;
    from.opened(theirs);
    void handler(ours as never, this.real);
  }
}

/** A connection between two hosts: what is under way in each direction, until it is moved or lost. */
export class Wire {
  readonly id: string;
  readonly sides: readonly [MemoryConnection, MemoryConnection];
  readonly #queues: readonly [Item[], Item[]] = [[], []];
  readonly #onPut: (bytes: number, item: Item, from: MemoryHost) => void;
  readonly #onCut: () => void;
  isOpen = true;

  constructor(
    id: string,
    dialler: MemoryHost,
    listener: MemoryHost,
    onPut: (bytes: number, item: Item, from: MemoryHost) => void,
    onCut: () => void,
  ) {
    this.id = id;
    this.#onPut = onPut;
    this.#onCut = onCut;
    this.sides = [
      new MemoryConnection(this, dialler, listener, 'outbound'),
      new MemoryConnection(this, listener, dialler, 'inbound'),
    ];
  }

  put(from: MemoryConnection, item: Item): void {
    if (!this.isOpen) return;
    this.#queues[from === this.sides[0] ? 0 : 1].push(item);
    this.#onPut(item.kind === 'bytes' ? item.bytes.length : 0, item, from.host);
  }

  /** How many items are under way from the dialler, or to it. */
  waiting(direction: 0 | 1): number {
    return this.#queues[direction].length;
  }

  /** Moves the first item; of bytes so many at most. */
  move(direction: 0 | 1, bytesMax: number): void {
    const queue = this.#queues[direction];
    const [item] = queue;
    if (item === undefined) return;
    const [from, to] = [this.sides[direction], this.sides[direction === 0 ? 1 : 0]];
    if (item.kind !== 'bytes' || item.bytes.length <= bytesMax) {
      queue.shift();
      to.takes(item, from);
      return;
    }
    const part = { ...item, bytes: item.bytes.subarray(0, bytesMax) };
    item.bytes = item.bytes.subarray(bytesMax);
    to.takes(part, from);
  }

  /** What is under way is lost. */
  cut(error?: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const queue of this.#queues) queue.length = 0;
    this.#onCut();
    for (const side of this.sides) side.broke(error);
  }
}
