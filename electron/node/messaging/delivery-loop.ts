import { type Failure, toFailure } from '#shared/contract/errors.ts';
import type { DeliverOptions, MeshDaemon, MeshNetwork, Progress } from './mesh-daemon.ts';
import type { MessageQueue } from './message-queue.ts';
import type { PrepareOptions } from './next-batch.ts';
import { Observers } from './observers.ts';
import { type Clock, systemClock } from './random.ts';
import { type SyncEvent, syncDeliver } from './sync-deliver.ts';

export type DeliveryEvent =
  /** How far the sending to a peer has come; null when it is over. */
  | { readonly type: 'transfer'; readonly did: string; readonly sending: Progress | null }
  /** A pass over what waits for a connected peer ended; `left` messages still wait for it. */
  | {
      readonly type: 'pass';
      readonly did: string;
      readonly atMs: number;
      readonly delivered: number;
      readonly left: number;
    }
  /** What happened to single messages. */
  | { readonly type: 'sync'; readonly did: string; readonly event: SyncEvent }
  /** Not a peer's failure but this node's: the disk is full, for example. It is tried again. */
  | { readonly type: 'problem'; readonly did: string; readonly error: Failure };

export interface DeliveryLoopOptions {
  readonly queue: MessageQueue;
  readonly daemon: MeshNetwork;
  readonly clock?: Clock;
  readonly observe?: (event: DeliveryEvent) => void;
}

type Which = NonNullable<PrepareOptions['which']>;

/** How often waiting messages are looked at for a try that is due or a life that is over. */
const TICK_MS = 1_000;
const EAGERNESS: readonly Which[] = ['due', 'reconnected', 'all'];

/**
 * Delivers what a node queues: when it is queued, when its recipient connects, and when a later try is due. Passes
 * to different peers run beside each other; to one peer there is one at a time.
 */
export class DeliveryLoop {
  readonly #queue: MessageQueue;
  readonly #daemon: DeliveryLoopOptions['daemon'];
  readonly #clock: Clock;
  readonly #observers = new Observers<DeliveryEvent>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Map<string, Which>();
  /** Peers whose last pass ended with a failure of this node. */
  readonly #failedHere = new Set<string>();
  #unsubscribe: (() => void)[] = [];
  #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #started = false;

  constructor({ queue, daemon, clock, observe }: DeliveryLoopOptions) {
    this.#queue = queue;
    this.#daemon = daemon;
    this.#clock = clock ?? systemClock;
    if (observe !== undefined) this.#observers.subscribe(observe);
  }

  subscribe(listener: (event: DeliveryEvent) => void): () => void {
    return this.#observers.subscribe(listener);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#stop = new AbortController();
    this.#unsubscribe = [
      this.#queue.subscribe((event) => {
        if (event.type === 'queued') this.#onQueued(event.number);
      }),
      this.#daemon.subscribe((event) => {
        if (event.type === 'connected' && event.did) this.#pass(event.did, 'reconnected');
      }),
    ];
    for (const did of this.#connected()) this.#pass(did, 'reconnected');
    this.#tickLater();
  }

  /** Stops what is under way; messages without an acknowledgement stay in the queue. */
  async stop(): Promise<void> {
    this.#started = false;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#again.clear();
    this.#failedHere.clear();
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  /** Tries everything that waits for one peer, or for all, now; dials those who are not connected. */
  kick(did?: string): void {
    if (!this.#started) return;
    for (const peer of did === undefined ? this.#connected() : [did]) this.#pass(peer, 'all');
    void this.#daemon.tryNow(did);
  }

  /** The same for the recipients of one message. Throws `not-found`. */
  kickMessage(id: string | number): void {
    const recipients = this.#queue.recipientsOf(id);
    for (const did of recipients) this.kick(did);
    if (recipients.length === 0) this.kick();
  }

  #connected(): string[] {
    return this.#daemon
      .statuses()
      .filter(({ link }) => link.state === 'connected')
      .map(({ did }) => did);
  }

  #onQueued(number: number): void {
    const recipients = this.#queue.recipientsOf(number);
    for (const did of recipients.length === 0 ? this.#connected() : recipients) this.#pass(did, 'due');
    this.#tickLater();
  }

  #pass(did: string, which: Which): void {
    if (!this.#started) return;
    if (this.#running.has(did)) {
      const wanted = this.#again.get(did) ?? 'due';
      this.#again.set(did, EAGERNESS.indexOf(which) > EAGERNESS.indexOf(wanted) ? which : wanted);
      return;
    }
    const daemon = new WatchedDaemon(this.#daemon.peer(did), (sending) => {
      this.#observers.emit({ type: 'transfer', did, sending });
    });
    if (!daemon.isOnline()) return;
    const running = this.#deliver(did, daemon, which).finally(() => {
      this.#running.delete(did);
      const again = this.#again.get(did);
      this.#again.delete(did);
      if (again !== undefined) this.#pass(did, again);
    });
    this.#running.set(did, running);
  }

  async #deliver(did: string, daemon: WatchedDaemon, which: Which): Promise<void> {
    this.#failedHere.delete(did);
    try {
      const delivered = await syncDeliver(this.#queue, daemon, undefined, {
        which,
        signal: this.#stop.signal,
        observe: (event) => this.#observers.emit({ type: 'sync', did, event }),
      });
      if (daemon.isOnline()) {
        const left = this.#queue.waitingFor(did).messages;
        this.#observers.emit({ type: 'pass', did, atMs: this.#clock(), delivered, left });
      }
    } catch (error) {
      this.#failedHere.add(did);
      this.#observers.emit({ type: 'problem', did, error: toFailure(error) });
    } finally {
      if (daemon.handedOver) this.#observers.emit({ type: 'transfer', did, sending: null });
      this.#tickLater();
    }
  }

  /** Nothing ticks while nothing waits. */
  #tickLater(): void {
    if (!this.#started || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tick();
    }, TICK_MS);
    this.#timer.unref();
  }

  #tick(): void {
    if (!this.#started) return;
    try {
      this.#queue.expire();
      if (!this.#queue.undelivered.isAny()) return;
      const dids = new Set([...this.#queue.dueAgain(this.#clock()), ...this.#failedHere]);
      for (const did of dids) this.#pass(did, 'due');
    } catch (error) {
      this.#observers.emit({ type: 'problem', did: '', error: toFailure(error) });
    }
    this.#tickLater();
  }
}

/** A handle that tells how far a pass has come. */
class WatchedDaemon implements MeshDaemon {
  readonly #inner: MeshDaemon;
  readonly #onProgress: (progress: Progress) => void;
  handedOver = false;

  constructor(inner: MeshDaemon, onProgress: (progress: Progress) => void) {
    this.#inner = inner;
    this.#onProgress = onProgress;
  }

  get nodeId(): string {
    return this.#inner.nodeId;
  }

  get did(): string | null {
    return this.#inner.did;
  }

  get batch(): MeshDaemon['batch'] {
    return this.#inner.batch;
  }

  isOnline(): boolean {
    return this.#inner.isOnline();
  }

  bringOnline(): void | Promise<void> {
    return this.#inner.bringOnline();
  }

  takeOffline(): void | Promise<void> {
    return this.#inner.takeOffline();
  }

  identity(): ReturnType<MeshDaemon['identity']> {
    return this.#inner.identity();
  }

  async deliver(envelopes: readonly Uint8Array[], options: DeliverOptions = {}): Promise<unknown> {
    this.handedOver = true;
    const { progress } = options;
    if (progress !== undefined) this.#onProgress(progress);
    const answer = await this.#inner.deliver(envelopes, options);
    if (progress !== undefined) {
      const bytes = envelopes.reduce((sum, { length }) => sum + length, 0);
      this.#onProgress({
        ...progress,
        done: progress.done + envelopes.length,
        bytesDone: progress.bytesDone + bytes,
      });
    }
    return answer;
  }
}
