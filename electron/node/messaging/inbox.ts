import type { Message } from '#shared/contract/domain/message.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { type Acknowledgement, type Receipt, signAcknowledgement } from './acknowledgement.ts';
import { DeliveryTable } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import { ANONYMOUS, type Endpoint, type EndpointOptions, endpoint } from './endpoint.ts';
import { EnvelopeJudge, type Judgement, type Opened } from './envelope-judge.ts';
import { FirstSeen } from './first-seen.ts';
import { InboxTable, type Room } from './inbox-table.ts';
import { BATCH_MAX_ENVELOPES, DEFAULT_INBOX_LIMITS, type InboxLimits } from './limits.ts';
import { localMesh } from './local-mesh.ts';
import { MessageHistory, type PageQuery } from './message-history.ts';
import { Observers } from './observers.ts';
import type { RefusalCode } from './refusal.ts';
import type { Batch, Proof, Vouch } from './vouch.ts';

export type InboxEvent =
  /** A message is stored and will be acknowledged. `by` and `from` are names. */
  | {
      readonly type: 'received';
      readonly number: number;
      readonly id: string;
      readonly by: string;
      readonly from: string;
      readonly senderDid: string;
      readonly text: string;
    }
  /** A part of the file of a message is stored. */
  | { readonly type: 'part'; readonly number: number }
  /** An envelope was not stored; `id` is null if it could not be read. */
  | {
      readonly type: 'refused';
      readonly id: string | null;
      readonly code: RefusalCode;
      readonly reason: Saying;
    };

export interface InboxOptions extends EndpointOptions {
  readonly observe?: (event: InboxEvent) => void;
  readonly limits?: InboxLimits;
}

/** A message as the tutorial prints it. */
export interface InboxRow {
  readonly id: number;
  readonly sender: string;
  readonly recipient: string;
  readonly payload: string;
}

/** What goes on in one transaction. */
interface Storing {
  readonly room: Room;
  /** Of what is stored in it; null if anybody wrote since the envelopes were judged. */
  readonly first: FirstSeen | null;
  readonly events: InboxEvent[];
  /** Those that are kept, with their numbers. */
  readonly vouches: Map<Proof, number>;
}

/**
 * The messages that a node received, on SQLite. Each is stored exactly once, together with what is needed to
 * recognise it later and to give the same answer again; only then is it acknowledged.
 *
 *     const inbox = new Inbox('bob');
 *     const acknowledgement = await inbox.receive(envelopes);
 */
export class Inbox {
  readonly nodeId: string;
  readonly #endpoint: Endpoint;
  readonly #table: InboxTable;
  readonly #history: MessageHistory;
  readonly #judge: EnvelopeJudge;
  readonly #observers = new Observers<InboxEvent>();

  constructor(nodeId: string = ANONYMOUS, given: string | InboxOptions = {}) {
    this.nodeId = nodeId;
    this.#endpoint = endpoint(nodeId, given);
    const options: InboxOptions = typeof given === 'string' ? {} : given;
    const { db } = this.#endpoint.store;
    this.#table = new InboxTable(this.#endpoint, options.limits ?? DEFAULT_INBOX_LIMITS);
    this.#history = new MessageHistory(db, new DeliveryTable(db));
    this.#judge = new EnvelopeJudge(this.#endpoint, this.#table);
    if (options.directory === undefined) localMesh.openInbox(this.identity);
    if (options.observe !== undefined) this.subscribe(options.observe);
  }

  /** Who receives here. */
  get identity(): PeerIdentity {
    return this.#endpoint.directory.self;
  }

  get did(): string {
    return this.identity.did;
  }

  /** Returns how to stop. */
  subscribe(listener: (event: InboxEvent) => void): () => void {
    return this.#observers.subscribe(listener);
  }

  /**
   * Takes a batch of envelopes as they came (JSON text or bytes; anything else is refused by itself) and answers
   * with one signed acknowledgement, a result for each in their order. What it says is on disk. A bad envelope
   * does not hold up the others; an envelope that was stored before gets the same answer again. Throws
   * `too-large` for more than BATCH_MAX_ENVELOPES, and what the store throws: then nothing was stored.
   */
  async receive(batch: readonly unknown[], vouch?: Vouch): Promise<Acknowledgement> {
    const [acknowledgement] = await this.receiveAll([{ envelopes: batch, vouch }]);
    if (acknowledgement === undefined) throw new RangeError('a batch has an acknowledgement');
    return acknowledgement;
  }

  /**
   * Takes several batches at once and answers each, in their order. What the answers say was stored in one transaction:
   * all of it, or nothing of any of them.
   */
  async receiveAll(batches: readonly Batch[]): Promise<Acknowledgement[]> {
    for (const { envelopes } of batches) requireBatch(envelopes);
    const judgedAt = this.#table.unchanged.now();
    const judged = await Promise.all(batches.map((batch) => this.#judge.judge(batch)));
    const events: InboxEvent[] = [];
    const { results, room } = this.#endpoint.store.transaction(() => {
      const room = this.#table.room();
      const first = this.#table.unchanged.since(judgedAt) ? new FirstSeen() : null;
      const storing = { room, first, events, vouches: new Map() };
      return { results: judged.map((all) => all.map((one) => this.#settle(one, storing))), room };
    });
    room.keep();
    const { key, clock } = this.#endpoint;
    const acknowledgements = results.map((receipts) =>
      signAcknowledgement({ did: this.did, key }, receipts, clock()),
    );
    for (const event of events) this.#observers.emit(event);
    return acknowledgements;
  }

  /** Everything that was received, oldest first. */
  get messages(): InboxRow[] {
    return this.#table.all(this.nodeId);
  }

  get(id: string | number): Message | null {
    const row = this.#table.find(id);
    return row === null ? null : this.#history.message(row);
  }

  /** A page of a conversation, newest last. */
  list(query: PageQuery): { messages: Message[]; more: boolean } {
    return this.#history.page(query);
  }

  /** Marks what came in a conversation as read; returns how many messages. */
  markRead(thread: string): number {
    return this.#endpoint.store.transaction(() => this.#table.markRead(thread));
  }

  /** Forgets replay state that is past its time; returns how many envelopes. */
  purge(): number {
    return this.#endpoint.store.transaction(() => this.#table.purge());
  }

  /** Closes the store if it is this inbox's own. */
  close(): void {
    this.#endpoint.close();
  }

  /** To be called in a transaction. */
  #settle(judgement: Judgement, storing: Storing): Receipt {
    if (judgement.kind === 'opened') return this.#store(judgement.opened, storing);
    if (judgement.kind === 'known') return { id: judgement.id, hash: judgement.hash, status: 'stored' };
    const { id, hash, code, reason } = judgement;
    storing.events.push({ type: 'refused', id, code, reason });
    return { id, hash, status: code };
  }

  #store(opened: Opened, { room, first, events, vouches }: Storing): Receipt {
    const { envelope, hash, sender, payload, proof } = opened;
    const { id } = envelope;
    // Again, because the same envelope may be twice in the batch, or in another batch at the same time.
    const memory = first?.add(envelope) === true ? opened.memory : this.#table.judge(envelope, hash);
    if (memory === 'same') return { id, hash, status: 'stored' };
    // Sealed anew, or by a sender that was restored: it is the same message.
    if (this.#table.knows(envelope, payload.mid)) return { id, hash, status: 'stored' };
    const code = memory === 'replayed' ? 'replayed' : room.take(sender.did, payload) ? null : 'full';
    if (code !== null) {
      events.push({
        type: 'refused',
        id,
        code,
        reason: says('error.messaging.messageRefused', { alias: sender.alias, code }),
      });
      return { id, hash, status: code };
    }
    const vouch = proof === null ? null : (vouches.get(proof) ?? this.#table.keepVouch(proof));
    if (proof !== null && vouch !== null) vouches.set(proof, vouch);
    const incoming = { ...opened, vouch, recipient: this.nodeId };
    if (payload.kind === 'part') {
      const of = this.#table.storePart(incoming, payload);
      if (of !== null) events.push({ type: 'part', number: of });
      return { id, hash, status: 'stored' };
    }
    const number = this.#table.store(incoming, payload);
    events.push({
      type: 'received',
      number,
      id,
      by: this.nodeId,
      from: sender.alias,
      senderDid: sender.did,
      text: payload.text,
    });
    return { id, hash, status: 'stored' };
  }
}

function requireBatch(batch: unknown): void {
  if (!Array.isArray(batch)) {
    throw new GhostStackError('invalid-argument', says('error.messaging.inboxTakesList'));
  }
  if (batch.length > BATCH_MAX_ENVELOPES) {
    throw new GhostStackError(
      'too-large',
      says('error.messaging.tooManyEnvelopes', {
        count: batch.length,
        limit: BATCH_MAX_ENVELOPES,
      }),
    );
  }
}
