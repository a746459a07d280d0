import type { Ending, Message, QueueSummary, Thread } from '#shared/contract/domain/message.ts';
import type { WaitingPart } from '#shared/contract/domain/undelivered.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { readAcknowledgement } from './acknowledgement.ts';
import { BackgroundSealing } from './background-sealing.ts';
import { Cancelling } from './cancelling.ts';
import { CarriedOut } from './carried-out.ts';
import type { PeerIdentity } from './directory.ts';
import { ANONYMOUS, type Endpoint, type EndpointOptions, endpoint } from './endpoint.ts';
import { isFor } from './files/new-file.ts';
import { InFlight } from './in-flight.ts';
import { DEFAULT_TTL_MS } from './limits.ts';
import { MessageHistory, type PageQuery } from './message-history.ts';
import { type MessageRow, toQueueRow } from './message-table.ts';
import type { EnqueueOptions } from './new-message.ts';
import { nextBatch, type PrepareOptions } from './next-batch.ts';
import { Observers } from './observers.ts';
import { Outbox } from './outbox.ts';
import { BROADCAST, requireMessageText } from './payload.ts';
import type { BatchOutcome, OutgoingEnvelope, QueueEvent, QueueRow } from './queue-events.ts';
import { uuid } from './random.ts';
import { requireLifetime, requireRecipient } from './require-sendable.ts';
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
export class MessageQueue {
  readonly nodeId: string;
  readonly undelivered: Undelivered;
  /** What others carry of it. */
  readonly carried: CarriedOut;
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;
  readonly #history: MessageHistory;
  readonly #observers = new Observers<QueueEvent>();
  readonly #inFlight = new InFlight();
  readonly #travelling: TravellingBatches;
  readonly #sealing: BackgroundSealing;
  readonly #cancelling: Cancelling;

  constructor(nodeId: string = ANONYMOUS, given: string | MessageQueueOptions = {}) {
    this.nodeId = nodeId;
    this.#endpoint = endpoint(nodeId, given);
    this.#outbox = new Outbox(this.#endpoint);
    const { deliveries } = this.#outbox;
    if (deliveries.hasNameless()) this.#endpoint.store.transaction(() => deliveries.unsealNameless());
    const changed = (numbers: readonly number[]): void => this.#changed(numbers);
    this.#sealing = new BackgroundSealing(this.#outbox.sealer, changed);
    this.#travelling = new TravellingBatches(this.#endpoint, this.#outbox, this.#inFlight, changed);
    this.carried = new CarriedOut(this.#endpoint, this.#outbox, changed);
    this.#cancelling = new Cancelling(this.#endpoint, this.#outbox, this.#inFlight);
    this.#history = new MessageHistory(this.#endpoint.store.db, this.#outbox.deliveries, this.#inFlight);
    this.undelivered = new Undelivered(this.#endpoint.store.db, this.#history, this.#inFlight);
    if (typeof given !== 'string' && given.observe !== undefined) this.subscribe(given.observe);
  }

  get did(): string {
    return this.#endpoint.directory.self.did;
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
    const { ttlMs = DEFAULT_TTL_MS, file = null, reply = null } = options;
    if (file === null || text !== '') requireMessageText(text);
    requireRecipient(recipient);
    requireLifetime(ttlMs);
    const { random, directory } = this.#endpoint;
    const peer = recipient === BROADCAST ? null : directory.resolve(recipient);
    const wanted = recipient === BROADCAST ? directory.peers() : peer === null ? [] : [peer];
    const recipients = wanted.filter(({ did }) => file === null || isFor(file, did));
    const id = uuid(random);
    const number = this.#storing(recipients, () =>
      this.#outbox.write({ sender: this.nodeId, recipient, peer, recipients, id, text, ttlMs, file, reply }),
    );
    this.#observers.emit({ type: 'queued', number, id, from: this.nodeId, to: recipient, text });
    for (const one of recipients) this.#sealing.sealSoon(one);
    return number;
  }

  /** Messages that wait, oldest first: all of them, or those for one name or DID. */
  pending(recipient?: string): QueueRow[] {
    const did = recipient === undefined ? null : (this.#endpoint.directory.resolve(recipient)?.did ?? null);
    const rows = this.#outbox.messages.waiting(recipient === undefined ? null : { name: recipient, did });
    return rows.map(toQueueRow);
  }

  /** Every message of this queue, whatever became of it, oldest first. */
  all(): QueueRow[] {
    return this.#outbox.messages.outgoing().map(toQueueRow);
  }

  /**
   * Settles a batch by what its recipient answered. Nothing else marks a message delivered: the acknowledgement
   * must be the peer's, signed, and name each envelope by its hash. Throws `malformed` or `bad-signature`, and
   * then nothing is changed.
   */
  markDelivered(answer: unknown, peer: PeerIdentity, batch: readonly OutgoingEnvelope[]): BatchOutcome {
    return this.#travelling.acknowledged(peer, batch, readAcknowledgement(answer, peer, batch.length));
  }

  /** The same in one transaction with whatever else is acknowledged at the same time. */
  async markDeliveredSoon(
    answer: unknown,
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
  ): Promise<BatchOutcome> {
    return this.#travelling.acknowledgedSoon(peer, batch, readAcknowledgement(answer, peer, batch.length));
  }

  /** Gives up a message that waits, for all who lack it or one of them. Throws `not-found` or `conflict`. */
  cancel(id: string | number, to: string | null = null): Message {
    const row = this.#require(id);
    this.#cancelling.one(row, to);
    this.#changed([row.id]);
    return this.#history.message(this.#require(row.id));
  }

  /** Gives up those parts that still wait, or everything that does, but for what travels now; how many parts. */
  cancelWaiting(parts: readonly WaitingPart[] | null): { cancelled: number; left: number } {
    const rows =
      parts === null
        ? this.#outbox.messages.waiting(null).map((row) => ({ row, to: null }))
        : parts.map(({ id, to }) => ({ row: this.#require(id), to }));
    const { numbers, cancelled, left } = this.#cancelling.several(rows);
    this.#changed(numbers);
    return { cancelled, left };
  }

  /**
   * Ends the life of everything that is past its time, except what travels now, and returns the numbers. What is
   * out of time because a clock was mended begins its life anew.
   */
  expire(nowMs: number = this.#endpoint.clock()): number[] {
    const { over, retimed } = this.#endpoint.store.transaction(() => {
      const timed = this.#outbox.timeOut(nowMs, (number) => this.#inFlight.hasMessage(number));
      for (const number of timed.over) this.#expireStored(number);
      return timed;
    });
    this.#changed([...retimed, ...over]);
    return over;
  }

  /** Sends the text of an expired, refused or cancelled message as a new one; returns its number. */
  sendAgain(id: string | number): number {
    const row = this.#require(id);
    if (row.direction !== 'out' || !['expired', 'refused', 'cancelled'].includes(row.state)) {
      throw new GhostStackError('conflict', says('error.messaging.onlyEndedSentAgain'));
    }
    return this.enqueue(row.thread, row.payload, { reply: row.reply || null });
  }

  /** The DIDs that a message goes to, as far as they are known. Throws `not-found`. */
  recipientsOf(id: string | number): string[] {
    const row = this.#require(id);
    return this.#outbox.deliveries.ofMessage(row.id).map(({ recipient_did }) => recipient_did);
  }

  get(id: string | number): Message | null {
    const row = this.#find(id);
    return row === null ? null : this.#history.message(row);
  }

  /** A page of a conversation, both directions, newest last. */
  list(query: PageQuery): { messages: Message[]; more: boolean } {
    return this.#history.page(query);
  }

  threads(): Thread[] {
    return this.#history.threads();
  }

  summary(): QueueSummary {
    return this.#history.summary();
  }

  /** Marks what came in a conversation as read; returns how many messages. */
  markRead(thread: string): number {
    const { store, clock } = this.#endpoint;
    return store.transaction(() => this.#outbox.messages.markRead(thread, clock()));
  }

  /** What waits for a peer, sealed or not. */
  waitingFor(peerDid: string): { messages: number; bytes: number } {
    return this.#outbox.deliveries.waitingFor(peerDid);
  }

  /** Ends what waits for those who do not count as recipients (any more), with that as its reason. */
  endFor(isRecipient: (did: string) => boolean, ending: Ending): void {
    this.#changed(this.#endpoint.store.transaction(() => this.#outbox.endFor(isRecipient, ending)));
  }

  /** The peers to whom something is due to be tried again. */
  dueAgain(nowMs: number): string[] {
    return this.#outbox.deliveries.dueAgain(nowMs);
  }

  /** The peer with that DID or name, as this queue's directory knows it. */
  resolve(nameOrDid: string): PeerIdentity | null {
    return this.#endpoint.directory.resolve(nameOrDid);
  }

  /**
   * The next envelopes for a peer, oldest first, sealed and stored: the same bytes at every try. Messages that
   * travel already are left out. An empty batch means that nothing more is due after `after`.
   */
  async prepare(peerDid: string, options: PrepareOptions = {}): Promise<OutgoingEnvelope[]> {
    const peer = this.#endpoint.directory.resolve(peerDid);
    if (peer === null) return [];
    this.expire();
    this.#endpoint.store.transaction(() => this.#outbox.addressWaiting());
    // As much as one call may return; the oldest first, so that nothing overtakes.
    const sealed = await this.#outbox.sealer.sealWaiting(peer);
    if (this.#sealing.isStopped) return [];
    this.#changed(sealed);
    return nextBatch(this.#outbox, this.#inFlight, peer.did, this.#endpoint.clock(), options);
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
    this.#endpoint.close();
  }

  #storing<T>(recipients: readonly PeerIdentity[], run: () => T): T {
    try {
      return this.#endpoint.store.transaction(run);
    } catch (error) {
      for (const { did } of recipients) this.#outbox.sealer.forgetContext(did);
      throw error;
    }
  }

  /** To be called in a transaction. */
  #expireStored(number: number): void {
    this.#outbox.deliveries.expireOpen(number);
    this.#outbox.messages.addStep(number, 'expired', this.#endpoint.clock(), null);
    this.#outbox.messages.setState(number, 'expired', null);
  }

  #changed(numbers: readonly number[]): void {
    if (numbers.length === 0) return;
    for (const row of this.#outbox.messages.headsOf(numbers)) {
      const { id: number, uuid: id } = row;
      this.#observers.emit({ type: 'changed', number, id, state: this.#history.stateOf(row) });
    }
  }

  #find(id: string | number): MessageRow | null {
    return typeof id === 'number' ? this.#outbox.messages.byNumber(id) : this.#outbox.messages.byUuid(id);
  }

  #require(id: string | number): MessageRow {
    const row = this.#find(id);
    if (row === null) throw new GhostStackError('not-found', says('error.messaging.noMessage', { id }));
    return row;
  }
}
