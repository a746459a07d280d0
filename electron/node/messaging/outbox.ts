import type { Ending } from '#shared/contract/domain/message.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Answered } from './answered.ts';
import { backoffMs, UNANSWERED } from './backoff.ts';
import { DeliveryTable, type DueQuery } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { EnvelopeSealer, toWhom } from './envelope-sealer.ts';
import { EnvelopeTable } from './envelope-table.ts';
import { OfferTable } from './files/offer-table.ts';
import { OutgoingParts } from './files/outgoing-parts.ts';
import { lifetimeNow, type TimedMessage } from './lifetime.ts';
import { type MessageRow, MessageTable } from './message-table.ts';
import { MessageWriter } from './message-writer.ts';
import { toOutgoing } from './outgoing-envelope.ts';
import { BROADCAST } from './payload.ts';
import type { BatchOutcome, OutgoingEnvelope } from './queue-events.ts';
import { SealingAnew } from './sealing-anew.ts';
import { Settling } from './settling.ts';

/** The envelopes of a queue: addressed, stored, handed out in batches, and settled by acknowledgements. */
export class Outbox {
  readonly messages: MessageTable;
  readonly deliveries: DeliveryTable;
  readonly envelopes: EnvelopeTable;
  readonly sealer: EnvelopeSealer;
  readonly anew: SealingAnew;
  readonly settling: Settling;
  readonly offers: OfferTable;
  readonly parts: OutgoingParts;
  readonly writer: MessageWriter;
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.messages = new MessageTable(endpoint.store.db, endpoint.ownDids);
    this.deliveries = new DeliveryTable(endpoint.store.db);
    this.parts = new OutgoingParts(endpoint.store.db);
    this.offers = new OfferTable(endpoint.store.db);
    this.envelopes = new EnvelopeTable(endpoint.store.db);
    const { messages, deliveries, envelopes } = this;
    this.sealer = new EnvelopeSealer(endpoint, messages, deliveries);
    this.anew = new SealingAnew(endpoint, deliveries, envelopes);
    this.settling = new Settling({ endpoint, messages, deliveries, envelopes, anew: this.anew });
    this.writer = new MessageWriter(endpoint, this);
  }

  /**
   * Gives messages for names their recipient once somebody has that name, and ends those for everyone that were
   * written when nobody was there: who came later was not meant. To be called in a transaction.
   */
  addressWaiting(): void {
    const { directory, cells } = this.#endpoint;
    for (const row of this.messages.unaddressed()) {
      if (row.recipient === BROADCAST) {
        if (cells.everyone().length > 0) this.#end(row.id, 'nobody');
        continue;
      }
      const recipient = directory.resolve(row.recipient);
      if (recipient === null) continue;
      this.deliveries.insert(row.id, recipient.did, row.uuid);
      this.messages.address(row.id, recipient.did);
    }
  }

  /** Ends what waits for those who do not count as recipients. Returns the numbers. To be called in a transaction. */
  endFor(isRecipient: (did: string) => boolean, ending: Ending): number[] {
    const ended = this.deliveries
      .openRecipients()
      .filter((did) => !isRecipient(did))
      .flatMap((did) => this.deliveries.openFor(did).map((number) => ({ number, did })));
    for (const { number, did } of ended) {
      this.deliveries.refused(number, did, ending);
      this.messages.addStep(
        number,
        'refused',
        this.#endpoint.clock(),
        says(`error.messaging.ending.${ending}`),
      );
      this.settling.refreshState(number);
    }
    return ended.map(({ number }) => number);
  }

  /**
   * Looks at the lives of messages, but not of those that travel: gives those another one whose clock was mended
   * since, and returns the numbers of both kinds. To be called in a transaction.
   */
  timeOut(nowMs: number, travels: (number: number) => boolean): { over: number[]; retimed: number[] } {
    const over: number[] = [];
    const retimed: number[] = [];
    for (const row of this.messages.outOfTime(nowMs)) {
      if (travels(row.id)) continue;
      const lifetime = lifetimeNow(timesOf(row), nowMs);
      if (lifetime !== null) {
        this.messages.retime(row.id, lifetime);
        this.anew.message(row.id);
        this.settling.refreshState(row.id);
        retimed.push(row.id);
      } else if (row.expires_at_ms <= Math.min(nowMs, this.#endpoint.endsBy())) {
        over.push(row.id);
      }
    }
    return { over, retimed };
  }

  /** The next batch, oldest message first, as far as it fits. */
  due(query: DueQuery, after: number, limits: { envelopes: number; bytes: number }): OutgoingEnvelope[] {
    const batch: OutgoingEnvelope[] = [];
    let bytes = 0;
    for (const row of this.deliveries.due(query, after, limits.envelopes)) {
      bytes += Buffer.byteLength(row.envelope, 'utf8') + 1;
      if (batch.length > 0 && bytes > limits.bytes) break;
      batch.push(toOutgoing(row, query.recipientDid));
    }
    return batch;
  }

  /** The next of those that failed often, one by itself. */
  troubled(
    query: DueQuery,
    mayGo: (envelope: { number: number; recipientDid: string }) => boolean,
  ): OutgoingEnvelope[] {
    const { recipientDid } = query;
    for (const row of this.deliveries.troubled(query)) {
      if (mayGo({ number: row.message, recipientDid })) return [toOutgoing(row, recipientDid)];
    }
    return [];
  }

  /** Writes down what a verified acknowledgement says of a batch. To be called in a transaction. */
  settle(answered: Answered): BatchOutcome {
    return this.settling.batch(answered);
  }

  /** A batch is written out, and its answer is not waited for. To be called in a transaction. */
  sent(peer: PeerIdentity, batch: readonly OutgoingEnvelope[], writtenAtMs: number): void {
    for (const { number, hash } of batch) {
      this.#stepSent(number, peer, writtenAtMs);
      this.deliveries.sent(number, peer.did, hash);
      this.settling.refreshState(number);
    }
  }

  /** Nothing came back for a batch. To be called in a transaction. */
  unanswered(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    reason: Saying,
    writtenAtMs: number | null,
  ): void {
    const { clock, random } = this.#endpoint;
    const nowMs = clock();
    const state = writtenAtMs === null ? 'waiting' : 'sent';
    for (const { number, hash, attempts } of batch) {
      if (writtenAtMs !== null) this.#stepSent(number, peer, writtenAtMs);
      this.messages.addStep(number, 'tried', nowMs, reason);
      const nextTryAtMs = nowMs + backoffMs(UNANSWERED, attempts + 1, random);
      this.deliveries.retryAt({ number, recipientDid: peer.did, hash, state, code: null, nextTryAtMs });
      this.settling.refreshState(number);
    }
  }

  /** Ends a message that has no recipient. */
  #end(number: number, ending: Ending): void {
    this.messages.addStep(
      number,
      'refused',
      this.#endpoint.clock(),
      says(`error.messaging.ending.${ending}`),
    );
    this.messages.setState(number, 'refused', ending);
  }

  #stepSent(number: number, peer: PeerIdentity, writtenAtMs: number): void {
    if (this.messages.hasStep(number, 'sent')) return;
    this.messages.addStep(number, 'sent', writtenAtMs, this.#toWhom(number, peer));
  }

  #toWhom(number: number, peer: PeerIdentity): string | null {
    return toWhom(this.messages.isToEveryone(number), peer);
  }
}

function timesOf(row: MessageRow): TimedMessage {
  return {
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    recipientAheadMs: row.recipient_ahead_ms,
    prolonged: row.prolonged === 1,
  };
}
