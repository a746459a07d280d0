import type { Ending, Message } from '#shared/contract/domain/message.ts';
import type { WaitingPart } from '#shared/contract/domain/undelivered.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { type Acknowledgement, type Receipt, readAcknowledgement } from './acknowledgement.ts';
import { BackgroundSealing } from './background-sealing.ts';
import { Cancelling } from './cancelling.ts';
import { CarriedOut } from './carried-out.ts';
import type { PeerIdentity } from './directory.ts';
import { ANONYMOUS, type EndpointOptions, endpoint } from './endpoint.ts';
import { isFor } from './files/new-file.ts';
import { DEFAULT_TTL_MS } from './limits.ts';
import type { EnqueueOptions } from './new-message.ts';
import { nextBatch, type PrepareOptions } from './next-batch.ts';
import { Observers } from './observers.ts';
import { BROADCAST, requireMessageText, type SentCredential } from './payload.ts';
import type { BatchOutcome, OutgoingEnvelope, QueueEvent } from './queue-events.ts';
import { QueueReading } from './queue-reading.ts';
import { uuid } from './random.ts';
import { requireLifetime, requireRecipient } from './require-sendable.ts';
import type { Answer, Settled } from './settling.ts';
import { TravellingBatches } from './travelling-batches.ts';
import { Undelivered } from './undelivered.ts';
import type { Vouch } from './vouch.ts';

export interface MessageQueueOptions extends EndpointOptions {
  readonly observe?: (event: QueueEvent) => void;
}

/**
 * The messages that a node wants delivered, on SQLite: stored before they are sent, sealed for their recipient,
 * and kept until a valid acknowledgement, a refusal, the expiry or the operator ends their life.
 *
 *     const queue = new MessageQueue('alice', 'alice.db');
 *     queue.enqueue('bob', 'Hello Bob, sync later!');
 */
export class MessageQueue extends QueueReading {
  readonly nodeId: string;
  readonly undelivered: Undelivered;
  /** What others carry of it. */
  readonly carried: CarriedOut;
  readonly #observers = new Observers<QueueEvent>();
  readonly #travelling: TravellingBatches;
  readonly #sealing: BackgroundSealing;
  readonly #cancelling: Cancelling;

  constructor(nodeId: string = ANONYMOUS, given: string | MessageQueueOptions = {}) {
    super(endpoint(nodeId, given));
    this.nodeId = nodeId;
    const { envelopes } = this.outbox;
    if (envelopes.hasNameless()) this.endpoint.store.transaction(() => envelopes.unsealNameless());
    const changed = (numbers: readonly number[]): void => this.#changed(numbers);
    this.#sealing = new BackgroundSealing(this.outbox.sealer, changed);
    this.#travelling = new TravellingBatches(this.endpoint, this.outbox, this.inFlight, changed);
    this.carried = new CarriedOut(this.endpoint, this.outbox, { changed, sealAnew: () => this.sealAll() });
    this.#cancelling = new Cancelling(this.endpoint, this.outbox, this.inFlight);
    this.undelivered = new Undelivered(this.endpoint.store.db, this.history, this.inFlight);
    if (typeof given !== 'string' && given.observe !== undefined) this.subscribe(given.observe);
  }

  /** Returns how to stop. */
  subscribe(listener: (event: QueueEvent) => void): () => void {
    return this.#observers.subscribe(listener);
  }

  /**
   * Stores a message for a name, a DID or `broadcast` (everyone) and returns its number. It is on disk when this
   * returns. A name that nobody has yet may wait for its owner. Throws `invalid-argument`, `too-large` or what
   * the store throws.
   */
  enqueue(recipient: string, text: string, options: EnqueueOptions = {}): number {
    const { ttlMs = DEFAULT_TTL_MS, file = null, reply = null, agent = null, credential = null } = options;
    if (file === null || text !== '') requireMessageText(text);
    requireRecipient(recipient);
    requireLifetime(ttlMs);
    const { random, directory, cells } = this.endpoint;
    const peer = recipient === BROADCAST ? null : directory.resolve(recipient);
    const wanted = recipient === BROADCAST ? cells.everyone() : peer === null ? [] : [peer];
    const recipients = wanted.filter(({ did }) => file === null || isFor(file, did));
    const id = uuid(random);
    const number = this.#storing(recipients, () =>
      this.outbox.writer.write({
        sender: this.nodeId,
        recipient,
        peer,
        recipients,
        id,
        text,
        ttlMs,
        file,
        reply,
        agent,
        credential,
      }),
    );
    this.#observers.emit({ type: 'queued', number, id, from: this.nodeId, to: recipient, text });
    for (const one of recipients) this.#sealing.sealSoon(one);
    return number;
  }

  /**
   * Settles a batch by what its recipient answered. Nothing else marks a message delivered: the acknowledgement
   * must be the peer's, signed with the key that it has now, and name each envelope by its hash. Throws `malformed` or `bad-signature`, and
   * then nothing is changed.
   */
  markDelivered(answer: unknown, peer: PeerIdentity, batch: readonly OutgoingEnvelope[]): BatchOutcome {
    return this.#travelling.acknowledged(peer, batch, this.#read(answer, peer, batch.length));
  }

  /** The same in one transaction with whatever else is acknowledged at the same time. */
  async markDeliveredSoon(
    answer: unknown,
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
  ): Promise<BatchOutcome> {
    return this.#travelling.acknowledgedSoon(peer, batch, this.#read(answer, peer, batch.length));
  }

  /**
   * Settles envelopes by what their recipient signed of them, whichever way that came: that it signed it, with the key
   * that it has now, must have been checked. Returns what changed; the rest says nothing new.
   */
  settleByHash(results: readonly Pick<Receipt, 'hash' | 'status'>[], answer: Answer): Settled[] {
    const { settling } = this.outbox;
    const settled = this.endpoint.store.transaction(() =>
      results.flatMap(({ hash, status }) =>
        hash === null ? [] : (settling.byHash(hash, status, answer) ?? []),
      ),
    );
    this.#changed(settled.map(({ number }) => number));
    if (settled.some(({ status }) => status === 'later')) this.sealAll();
    return settled;
  }

  /** Seals anew what waits in envelopes of keys that are not to be used any more: to be called when keys may have changed. */
  followKeys(): void {
    const anew = this.endpoint.store.transaction(() => this.outbox.anew.followKeys());
    if (anew.length === 0) return;
    this.#changed(anew);
    this.sealAll();
  }

  /** Gives up a message that waits, or parts of its file, for all who lack it or one of them. Throws `not-found`, `conflict`. */
  cancel(id: string | number, to: string | null = null, what: 'message' | 'file' = 'message'): Message {
    const row = this.require(id);
    this.#cancelling[what](row, to);
    this.#changed([row.id]);
    return this.history.message(this.require(row.id));
  }

  /** Gives up those parts that still wait, or everything that does, but for what travels now; how many parts. */
  cancelWaiting(parts: readonly WaitingPart[] | null): { cancelled: number; left: number } {
    const rows =
      parts === null
        ? this.outbox.messages.waiting(null).map((row) => ({ row, to: null }))
        : parts.map(({ id, to }) => ({ row: this.require(id), to }));
    const { numbers, cancelled, left } = this.#cancelling.several(rows);
    this.#changed(numbers);
    return { cancelled, left };
  }

  /**
   * Ends the life of everything that is past its time, except what travels now, and returns the numbers. What is
   * out of time because a clock was mended begins its life anew.
   */
  expire(nowMs: number = this.endpoint.clock()): number[] {
    const { over, retimed } = this.endpoint.store.transaction(() => {
      const timed = this.outbox.timeOut(nowMs, (number) => this.inFlight.hasMessage(number));
      for (const number of timed.over) this.#expireStored(number);
      return timed;
    });
    this.#changed([...retimed, ...over]);
    if (retimed.length > 0) this.sealAll();
    return over;
  }

  /** Sends the text of an expired, refused or cancelled message as a new one; returns its number. */
  sendAgain(id: string | number): number {
    const row = this.require(id);
    if (row.direction !== 'out' || !['expired', 'refused', 'cancelled'].includes(row.state)) {
      throw new GhostStackError('conflict', says('error.messaging.onlyEndedSentAgain'));
    }
    const file = this.outbox.writer.fileOf(row);
    return this.enqueue(row.thread, row.payload, {
      file,
      reply: row.reply || null,
      agent: row.agent,
      credential: row.credential === null ? null : (JSON.parse(row.credential) as SentCredential),
    });
  }

  /** Marks what came in a conversation as read; returns how many messages. */
  markRead(thread: string): number {
    const { store, clock } = this.endpoint;
    return store.transaction(() => this.outbox.messages.markRead(thread, clock()));
  }

  /** Ends what waits for those who do not count as recipients (any more), with that as its reason. */
  endFor(isRecipient: (did: string) => boolean, ending: Ending): void {
    this.#changed(this.endpoint.store.transaction(() => this.outbox.endFor(isRecipient, ending)));
  }

  /**
   * The next envelopes for a peer, oldest first, sealed and stored: the same bytes at every try. Messages that
   * travel already are left out. An empty batch means that nothing more is due after `after`.
   */
  async prepare(peerDid: string, options: PrepareOptions = {}): Promise<OutgoingEnvelope[]> {
    const peer = this.endpoint.directory.resolve(peerDid);
    if (peer === null) return [];
    this.expire();
    this.endpoint.store.transaction(() => this.outbox.addressWaiting());
    // As much as one call may return; the oldest first, so that nothing overtakes.
    const sealed = await this.outbox.sealer.sealWaiting(peer);
    if (this.#sealing.isStopped) return [];
    this.#changed(sealed);
    return nextBatch(this.outbox, this.inFlight, peer.did, this.endpoint.clock(), options);
  }

  /** A batch is about to be handed over, with this. It must be followed by markDelivered, unanswered or release. */
  begin(batch: readonly OutgoingEnvelope[]): Vouch | undefined {
    return this.#travelling.begin(batch);
  }

  /** A batch is written out whole. */
  written(batch: readonly OutgoingEnvelope[]): void {
    this.#travelling.written(batch);
  }

  /** No valid answer came for a batch: it is tried again, later each time. The reason is shown to people. */
  unanswered(peer: PeerIdentity, batch: readonly OutgoingEnvelope[], reason: Saying): void {
    this.#travelling.unanswered(peer, batch, reason);
  }

  /** A batch is given up for a reason that is not the peer's. If it was written out, it may arrive all the same. */
  release(peer: PeerIdentity, batch: readonly OutgoingEnvelope[]): void {
    this.#travelling.release(peer, batch);
  }

  /** Waits for what is being sealed, then closes the store if it is this queue's own. */
  async close(): Promise<void> {
    await this.#sealing.stop();
    this.endpoint.close();
  }

  /** Under a key that its recipient had before, it counts for nothing: whoever has that key now could have signed it. */
  #read(answer: unknown, peer: PeerIdentity, count: number): Acknowledgement {
    return readAcknowledgement(answer, this.endpoint.directory.resolve(peer.did) ?? peer, count);
  }

  /** Seals what has no envelope, for everyone whom it waits for, so that others can carry it. */
  sealAll(): void {
    for (const did of this.outbox.deliveries.openRecipients()) {
      const recipient = this.endpoint.directory.resolve(did);
      if (recipient !== null) this.#sealing.sealSoon(recipient);
    }
  }

  #storing<T>(recipients: readonly PeerIdentity[], run: () => T): T {
    try {
      return this.endpoint.store.transaction(run);
    } catch (error) {
      for (const { did } of recipients) this.outbox.sealer.forgetContext(did);
      throw error;
    }
  }

  /** To be called in a transaction. */
  #expireStored(number: number): void {
    this.outbox.deliveries.expireOpen(number);
    this.outbox.messages.addStep(number, 'expired', this.endpoint.clock(), null);
    this.outbox.messages.setState(number, 'expired', null);
  }

  #changed(numbers: readonly number[]): void {
    if (numbers.length === 0) return;
    for (const row of this.outbox.messages.headsOf(numbers)) {
      const { id: number, uuid: id } = row;
      this.#observers.emit({ type: 'changed', number, id, state: this.history.stateOf(row) });
    }
  }
}
