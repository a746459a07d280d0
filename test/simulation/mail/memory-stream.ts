import { Uint8ArrayList } from 'uint8arraylist';

/** What goes over a connection in one direction, in its order, as over TCP. */
export type Item =
  | { readonly kind: 'open'; readonly stream: MemoryStream }
  | { readonly kind: 'bytes'; readonly stream: MemoryStream; bytes: Uint8Array }
  | { readonly kind: 'end'; readonly stream: MemoryStream }
  | { readonly kind: 'reset'; readonly stream: MemoryStream }
  | { readonly kind: 'goodbye' };

/** More than this is on its way: the writer waits for `drain`. */
const ROOM_BYTES = 256 * 1024;

/** As much of libp2p's Stream as the product uses: one side of it. What is written waits until the scheduler moves it. */
export class MemoryStream extends EventTarget {
  readonly id: string;
  readonly protocol: string;
  status: 'open' | 'closing' | 'closed' | 'aborted' | 'reset' = 'open';
  remoteWriteStatus: 'writable' | 'closed' = 'writable';
  /** The other side's object. */
  other: MemoryStream | null = null;
  readonly #put: (item: Item) => void;
  #underWayBytes = 0;
  #isFull = false;
  #isHeard = false;
  #unheard: Uint8Array[] = [];
  #hasEnded = false;

  constructor(id: string, protocol: string, put: (item: Item) => void) {
    super();
    this.id = id;
    this.protocol = protocol;
    this.#put = put;
  }

  override addEventListener(...call: Parameters<EventTarget['addEventListener']>): void {
    super.addEventListener(...call);
    if (call[0] !== 'message' || this.#isHeard) return;
    this.#isHeard = true;
    // What came before anybody listened is told in a microtask, as libp2p does.
    queueMicrotask(() => {
      for (const bytes of this.#unheard.splice(0)) this.#tell(bytes);
    });
  }

  send(data: Uint8Array | Uint8ArrayList): boolean {
    if (this.status !== 'open') throw new Error(`The stream is ${this.status}.`);
    const bytes = Uint8Array.from(data instanceof Uint8ArrayList ? data.subarray() : data);
    this.#underWayBytes += bytes.length;
    this.#put({ kind: 'bytes', stream: this, bytes });
    this.#isFull = this.#underWayBytes > ROOM_BYTES;
    return !this.#isFull;
  }

  async close(): Promise<void> {
    if (this.status !== 'open') return;
    this.status = 'closing';
    this.#put({ kind: 'end', stream: this });
  }

  abort(error: Error): void {
    if (this.#isOver()) return;
    this.#put({ kind: 'reset', stream: this });
    this.over('aborted', error);
  }

  /** The other side has so many bytes of ours. */
  moved(count: number): void {
    this.#underWayBytes -= count;
    if (this.#isFull && this.#underWayBytes <= ROOM_BYTES / 2) {
      this.#isFull = false;
      this.dispatchEvent(new Event('drain'));
    }
  }

  /** Bytes came from the other side. */
  takes(bytes: Uint8Array): void {
    if (this.#isOver()) return;
    if (this.#isHeard && this.#unheard.length === 0) this.#tell(bytes);
    else this.#unheard.push(bytes);
  }

  /** The other side writes nothing more. */
  ends(): void {
    if (this.#isOver()) return;
    this.remoteWriteStatus = 'closed';
    this.dispatchEvent(new Event('remoteCloseWrite'));
    this.#closeIfDone();
  }

  /** What this side wrote has all arrived, its end too. */
  endArrived(): void {
    this.#hasEnded = true;
    this.#closeIfDone();
  }

  over(status: 'closed' | 'aborted' | 'reset', error?: Error): void {
    if (this.#isOver()) return;
    this.status = status;
    this.dispatchEvent(Object.assign(new Event('close'), { error }));
  }

  #closeIfDone(): void {
    if (this.#hasEnded && this.remoteWriteStatus === 'closed') this.over('closed');
  }

  #isOver(): boolean {
    return this.status === 'closed' || this.status === 'aborted' || this.status === 'reset';
  }

  #tell(bytes: Uint8Array): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: bytes }));
  }
}
