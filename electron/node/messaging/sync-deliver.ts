import { GhostStackError, saysOf, toFailure } from '#shared/contract/errors.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { PeerIdentity } from './directory.ts';
import type { Inbox, InboxEvent } from './inbox.ts';
import type { MeshDaemon, Progress } from './mesh-daemon.ts';
import type { MessageQueue } from './message-queue.ts';
import type { PrepareOptions } from './next-batch.ts';
import type { OutgoingEnvelope } from './queue-events.ts';

export type SyncEvent =
  /** The destination cannot be reached; so many messages are held for it. Names as people gave them. */
  | { readonly type: 'offline'; readonly daemon: string; readonly from: string; readonly held: number }
  /** One message is about to be handed over. */
  | { readonly type: 'delivering'; readonly id: number; readonly from: string; readonly to: string }
  /** The destination acknowledged it. */
  | { readonly type: 'delivered'; readonly id: number; readonly from: string; readonly to: string }
  /** The destination will not have it, for now (`retry`) or at all. */
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly from: string;
      readonly to: string;
      readonly code: string;
      readonly retry: boolean;
    }
  /** Nothing valid came back; what is not acknowledged stays in the queue. */
  | { readonly type: 'failed'; readonly daemon: string; readonly code: string; readonly reason: Saying }
  /** An inbox of this process stored a message. */
  | InboxEvent;

export interface SyncOptions {
  readonly observe?: (event: SyncEvent) => void;
  readonly signal?: AbortSignal;
  /** Which messages' turn it is (MessageQueue.prepare). Everything that waits, if not given. */
  readonly which?: PrepareOptions['which'];
  /** Fewer messages at once than the daemon likes. */
  readonly batchMessages?: number;
}

/**
 * Hands the messages that wait for one destination over to it, if it is online, in their order, and returns how
 * many were acknowledged. Nothing is lost or doubled when this is interrupted anywhere. Failures of the
 * destination or the network are events, not exceptions; the messages wait on.
 *
 * `inbox` is the destination's, for a daemon in this process.
 */
export async function syncDeliver(
  queue: MessageQueue,
  daemon: MeshDaemon,
  inbox?: Inbox,
  options: SyncOptions = {},
): Promise<number> {
  if (inbox !== undefined && 'attach' in daemon && typeof daemon.attach === 'function') daemon.attach(inbox);
  const observe = options.observe ?? (() => undefined);
  const unsubscribe = inbox?.subscribe(observe);
  try {
    if (!daemon.isOnline()) {
      observe({ type: 'offline', daemon: daemon.nodeId, from: queue.nodeId, held: heldFor(queue, daemon) });
      return 0;
    }
    const peer = daemon.identity();
    return peer === null ? 0 : await new Pass(queue, daemon, peer, options).run();
  } finally {
    unsubscribe?.();
  }
}

function heldFor(queue: MessageQueue, daemon: MeshDaemon): number {
  const byName = queue.pending(daemon.nodeId).map(({ id }) => id);
  const byDid = daemon.did === null ? [] : queue.pending(daemon.did).map(({ id }) => id);
  return new Set([...byName, ...byDid]).size;
}

/** One pass over what waits for one peer. */
class Pass {
  readonly #queue: MessageQueue;
  readonly #daemon: MeshDaemon;
  readonly #peer: PeerIdentity;
  readonly #options: SyncOptions;
  readonly #total: { messages: number; bytes: number };
  #done = { messages: 0, bytes: 0 };
  #delivered = 0;
  #stopped = false;

  constructor(queue: MessageQueue, daemon: MeshDaemon, peer: PeerIdentity, options: SyncOptions) {
    this.#queue = queue;
    this.#daemon = daemon;
    this.#peer = peer;
    this.#options = options;
    this.#total = queue.waitingFor(peer.did);
  }

  async run(): Promise<number> {
    await this.#sendBatches();
    await this.#sendTroubled();
    return this.#delivered;
  }

  /** Keeps as many batches under way as the daemon likes; they are answered in order. */
  async #sendBatches(): Promise<void> {
    const { messages, bytes, inFlight } = this.#daemon.batch;
    const maxEnvelopes = Math.min(messages, this.#options.batchMessages ?? messages);
    const underWay = new Set<Promise<void>>();
    let after = 0;
    try {
      while (!this.#over()) {
        const batch = await this.#prepare({ after, maxEnvelopes, maxBytes: bytes });
        const last = batch.at(-1);
        if (last === undefined || this.#over()) break;
        after = last.number;
        const sending: Promise<void> = this.#send(batch).finally(() => underWay.delete(sending));
        underWay.add(sending);
        if (underWay.size >= inFlight) await Promise.race(underWay);
      }
    } finally {
      await Promise.all(underWay);
    }
  }

  /** What failed often goes one by one after the rest, so that it cannot take others down with it. */
  async #sendTroubled(): Promise<void> {
    const tried = new Set<number>();
    while (!this.#over()) {
      const batch = await this.#prepare({ troubledExcept: tried });
      if (batch.length === 0 || this.#over()) return;
      for (const { number } of batch) tried.add(number);
      await this.#send(batch);
    }
  }

  #prepare(options: PrepareOptions): Promise<OutgoingEnvelope[]> {
    return this.#queue.prepare(this.#peer.did, { ...options, which: this.#options.which ?? 'all' });
  }

  #over(): boolean {
    return this.#stopped || this.#options.signal?.aborted === true || !this.#daemon.isOnline();
  }

  async #send(batch: readonly OutgoingEnvelope[]): Promise<void> {
    const names = this.#names();
    for (const { number } of batch) this.#observe({ type: 'delivering', id: number, ...names });
    const vouch = this.#queue.begin(batch);
    const envelopes = batch.map(({ bytes }) => bytes);
    const progress = this.#progress(batch);
    try {
      const answer = await this.#daemon.deliver(envelopes, {
        signal: this.#options.signal,
        onWritten: () => this.#queue.written(batch),
        progress,
        vouch,
      });
      await this.#settle(batch, answer);
    } catch (error) {
      this.#failed(batch, error);
    }
  }

  async #settle(batch: readonly OutgoingEnvelope[], answer: unknown): Promise<void> {
    const { delivered, refused, later } = await this.#queue.markDeliveredSoon(answer, this.#peer, batch);
    const names = this.#names();
    this.#delivered += delivered.length;
    for (const number of delivered) this.#observe({ type: 'delivered', id: number, ...names });
    for (const { number, code } of refused) {
      this.#observe({ type: 'refused', id: number, ...names, code, retry: false });
    }
    for (const { number, code } of later) {
      this.#observe({ type: 'refused', id: number, ...names, code, retry: true });
    }
  }

  #failed(batch: readonly OutgoingEnvelope[], error: unknown): void {
    this.#stopped = true;
    const { code } = toFailure(error);
    const reason = saysOf(error);
    if (code === 'cancelled') this.#queue.release(this.#peer, batch);
    else this.#queue.unanswered(this.#peer, batch, reason);
    this.#observe({ type: 'failed', daemon: this.#daemon.nodeId, code, reason });
    // What is no failure of the network or the peer is a bug here, or a full disk: the caller must know.
    if (!(error instanceof GhostStackError)) throw error;
  }

  /** Before the batch that is about to go. New messages may come in while the pass runs. */
  #progress(batch: readonly OutgoingEnvelope[]): Progress {
    const progress = {
      done: this.#done.messages,
      total: Math.max(this.#total.messages, this.#done.messages + batch.length),
      bytesDone: this.#done.bytes,
      bytesTotal: Math.max(this.#total.bytes, this.#done.bytes + sizeOf(batch)),
    };
    this.#done = { messages: this.#done.messages + batch.length, bytes: this.#done.bytes + sizeOf(batch) };
    return progress;
  }

  #names(): { from: string; to: string } {
    return { from: this.#queue.nodeId, to: this.#peer.alias };
  }

  #observe(event: SyncEvent): void {
    this.#options.observe?.(event);
  }
}

function sizeOf(batch: readonly OutgoingEnvelope[]): number {
  return batch.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
