import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { PeerIdentity } from '../../messaging/directory.ts';
import { Inbox } from '../../messaging/inbox.ts';
import { BATCH_MAX_ENVELOPES, ENVELOPE_MAX_BYTES } from '../../messaging/limits.ts';
import type { BatchSize, DeliverOptions, MeshDaemon } from '../../messaging/mesh-daemon.ts';

export interface MemoryDaemonOptions {
  /** Who receives at this destination. Without one, the first to be attached, or a new one of that name. */
  readonly inbox?: Inbox;
  readonly batch?: Partial<BatchSize>;
}

/**
 * A destination inside this process. It starts offline.
 *
 *     const bob = new MemoryDaemon('bob');
 *     bob.bringOnline();
 *     await syncDeliver(queue, bob, new Inbox('bob'));
 */
export class MemoryDaemon implements MeshDaemon {
  readonly nodeId: string;
  /** One message at a time: nothing is gained here by more, and events come in the order in which things happen. */
  readonly batch: BatchSize;
  #inbox: Inbox | undefined;
  #online = false;
  #cut = new AbortController();

  constructor(nodeId: string, { inbox, batch }: MemoryDaemonOptions = {}) {
    this.nodeId = nodeId;
    this.batch = { messages: 1, bytes: ENVELOPE_MAX_BYTES, inFlight: 1, ...batch };
    this.#inbox = inbox;
  }

  /** The inbox of this destination. */
  get inbox(): Inbox {
    this.#inbox ??= new Inbox(this.nodeId);
    return this.#inbox;
  }

  /** From now on that inbox receives here. */
  attach(inbox: Inbox): void {
    this.#inbox = inbox;
  }

  get did(): string {
    return this.inbox.did;
  }

  identity(): PeerIdentity {
    return this.inbox.identity;
  }

  isOnline(): boolean {
    return this.#online;
  }

  bringOnline(): void {
    this.#online = true;
  }

  takeOffline(): void {
    this.#online = false;
    this.#cut.abort();
    this.#cut = new AbortController();
  }

  async deliver(
    envelopes: readonly Uint8Array[],
    { signal, onWritten, vouch }: DeliverOptions = {},
  ): Promise<unknown> {
    if (!this.#online)
      throw new GhostStackError('offline', says('error.transport.peerOffline', { name: this.nodeId }));
    if (isAborted(signal)) throw cancelled(this.nodeId);
    if (envelopes.length > BATCH_MAX_ENVELOPES) {
      throw new GhostStackError(
        'too-large',
        says('error.transport.tooManyHandedOver', { limit: BATCH_MAX_ENVELOPES }),
      );
    }
    const cut = this.#cut.signal;
    onWritten?.();
    const answer = await this.inbox.receive(
      envelopes.map((bytes) => Uint8Array.from(bytes)),
      vouch,
    );
    // As over a network: what was received stays received, but the answer is lost.
    if (cut.aborted)
      throw new GhostStackError('offline', says('error.transport.wentOffline', { name: this.nodeId }));
    if (isAborted(signal)) throw cancelled(this.nodeId);
    return answer;
  }
}

function cancelled(nodeId: string): GhostStackError {
  return new GhostStackError('cancelled', says('error.transport.sendingStopped', { name: nodeId }));
}

/** A call, so that the compiler does not take the answer before an `await` for the answer after it. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
