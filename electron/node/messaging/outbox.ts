import type { Ending } from '#shared/contract/domain/message.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { clocksInWords } from '#shared/words/reasons/clock-words.ts';
import { t } from '#shared/words/translate.ts';
import { sha256Hex } from '../crypto/hash.ts';
import type { Acknowledgement, Receipt } from './acknowledgement.ts';
import { backoffMs, REFUSED_FOR_NOW, UNANSWERED } from './backoff.ts';
import { DeliveryTable, type DueQuery, type WaitingEnvelope } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { NONCE_BYTES } from './envelope.ts';
import { CLOCK_SLACK_MS, lifetimeNow, type TimedMessage } from './lifetime.ts';
import { CURRENT_GENERATION } from './limits.ts';
import { messageState } from './message-state.ts';
import { type MessageRow, MessageTable } from './message-table.ts';
import { BROADCAST } from './payload.ts';
import type { BatchOutcome, OutgoingEnvelope } from './queue-events.ts';
import { uuid } from './random.ts';
import { isRetryable, type RefusalCode, refusalInWords } from './refusal.ts';
import { sealEnvelope } from './seal-envelope.ts';
import { SealingContexts } from './sealing-contexts.ts';

/** Sealed in one go before others get their turn. */
const SEALED_AT_ONCE = 128;

/** The envelopes of a queue: addressed, sealed, stored, and settled by acknowledgements. */
export class Outbox {
  readonly messages: MessageTable;
  readonly deliveries: DeliveryTable;
  readonly #endpoint: Endpoint;
  readonly #contexts: SealingContexts;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.messages = new MessageTable(endpoint.store.db, endpoint.ownDids);
    this.deliveries = new DeliveryTable(endpoint.store.db);
    this.#contexts = new SealingContexts(endpoint.key.sealing);
  }

  /**
   * Seals a fresh message at once, if that takes no waiting and no older one is unsealed; to be called in the
   * transaction that stores it.
   */
  sealNow(number: number, recipient: PeerIdentity): void {
    if (!this.#contexts.has(recipient) || this.deliveries.unsealed(recipient.did, 1)[0] !== number) return;
    const row = this.messages.byNumber(number);
    if (row !== null) this.#seal(row, recipient);
  }

  /** Addresses a new message: to everyone who is there now, or to its recipient. To be called in a transaction. */
  address(number: number, id: string, recipients: readonly PeerIdentity[], isToEveryone: boolean): void {
    const { random } = this.#endpoint;
    for (const recipient of recipients) {
      this.deliveries.insert(number, recipient.did, isToEveryone ? uuid(random) : id);
      this.sealNow(number, recipient);
    }
  }

  /**
   * Gives messages for names their recipient once somebody has that name, and ends those for everyone that were
   * written when nobody was there: who came later was not meant. To be called in a transaction.
   */
  addressWaiting(): void {
    const { directory } = this.#endpoint;
    for (const row of this.messages.unaddressed()) {
      if (row.recipient === BROADCAST) {
        if (directory.peers().length > 0) this.#end(row.id, 'nobody');
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
      this.deliveries.settle(number, did, 'refused', ending);
      this.messages.addStep(number, 'refused', this.#endpoint.clock(), t(`reason.ending.${ending}`));
      this.refreshState(number);
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
        this.deliveries.unseal(row.id, nowMs);
        // A context seals one message with an id, because the id is what its nonce is made of.
        for (const { recipient_did } of this.deliveries.ofMessage(row.id)) this.#contexts.drop(recipient_did);
        this.refreshState(row.id);
        retimed.push(row.id);
      } else if (row.expires_at_ms <= Math.min(nowMs, this.#endpoint.endsBy())) {
        over.push(row.id);
      }
    }
    return { over, retimed };
  }

  /** Seals what waits for that peer, some of it at a time. Returns the numbers that were sealed. */
  async sealWaiting(recipient: PeerIdentity): Promise<number[]> {
    const { store } = this.#endpoint;
    const numbers = this.deliveries.unsealed(recipient.did, SEALED_AT_ONCE);
    if (numbers.length === 0) return [];
    await this.#contexts.prepare(recipient);
    try {
      return store.transaction(() =>
        this.deliveries.unsealed(recipient.did, SEALED_AT_ONCE).filter((number) => {
          const row = this.messages.byNumber(number);
          return row !== null && this.#seal(row, recipient);
        }),
      );
    } catch (error) {
      this.#contexts.drop(recipient.did);
      throw error;
    }
  }

  /** Forgets the contexts for a recipient whose envelopes were sealed in a transaction that failed. */
  forgetContext(recipientDid: string): void {
    this.#contexts.drop(recipientDid);
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

  /** Writes down what a verified acknowledgement says. To be called in a transaction. */
  settle(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    { results, at }: Acknowledgement,
    writtenAtMs: number,
  ): BatchOutcome {
    const nowMs = this.#endpoint.clock();
    const outcome = { delivered: [] as number[], refused: [] as Later[], later: [] as Later[] };
    batch.forEach((envelope, index) => {
      const result = requireResult(results[index], envelope, peer);
      const { number } = envelope;
      this.messages.addStep(number, 'sent', writtenAtMs, this.#toWhom(number, peer));
      // Another envelope of this id is there already: only this node's earlier one can be.
      if (result.status === 'stored' || (result.status === 'replayed' && envelope.resealed)) {
        this.#delivered(number, peer);
        outcome.delivered.push(number);
      } else if (isRetryable(result.status, this.#isExpired(number))) {
        this.#refusedForNow(envelope, peer, result.status, at - nowMs);
        outcome.later.push({ number, code: result.status });
      } else {
        this.#refused(number, peer, result.status);
        outcome.refused.push({ number, code: result.status });
      }
      this.refreshState(number);
    });
    return outcome;
  }

  /** A batch is written out, and its answer is not waited for. To be called in a transaction. */
  sent(peer: PeerIdentity, batch: readonly OutgoingEnvelope[], writtenAtMs: number): void {
    for (const { number } of batch) {
      this.#stepSent(number, peer, writtenAtMs);
      this.deliveries.sent(number, peer.did);
      this.refreshState(number);
    }
  }

  /** Nothing came back for a batch. To be called in a transaction. */
  unanswered(
    peer: PeerIdentity,
    batch: readonly OutgoingEnvelope[],
    reason: string,
    writtenAtMs: number | null,
  ): void {
    const { clock, random } = this.#endpoint;
    const nowMs = clock();
    const state = writtenAtMs === null ? 'waiting' : 'sent';
    for (const { number, attempts } of batch) {
      if (writtenAtMs !== null) this.#stepSent(number, peer, writtenAtMs);
      this.messages.addStep(number, 'tried', nowMs, reason);
      const nextTryAtMs = nowMs + backoffMs(UNANSWERED, attempts + 1, random);
      this.deliveries.retryAt(number, peer.did, state, null, nextTryAtMs);
      this.refreshState(number);
    }
  }

  refreshState(number: number): void {
    const { state, code } = messageState(this.deliveries.ofMessage(number));
    this.messages.setState(number, state, code);
  }

  #delivered(number: number, peer: PeerIdentity): void {
    this.deliveries.settle(number, peer.did, 'delivered', null);
    this.messages.addStep(number, 'delivered', this.#endpoint.clock(), this.#toWhom(number, peer));
  }

  #refused(number: number, peer: PeerIdentity, code: RefusalCode): void {
    this.deliveries.settle(number, peer.did, 'refused', code);
    this.messages.addStep(
      number,
      'refused',
      this.#endpoint.clock(),
      `${peer.alias}: ${refusalInWords(code)}`,
    );
  }

  #isExpired(number: number): boolean {
    const expiresAtMs = this.messages.byNumber(number)?.expires_at_ms ?? 0;
    return expiresAtMs <= this.#endpoint.endsBy();
  }

  /** @param aheadMs how far the recipient's clock is ahead of ours */
  #refusedForNow(envelope: OutgoingEnvelope, peer: PeerIdentity, code: RefusalCode, aheadMs: number): void {
    const { number, attempts } = envelope;
    const { clock, random } = this.#endpoint;
    const nowMs = clock();
    const nextTryAtMs = nowMs + backoffMs(REFUSED_FOR_NOW, attempts + 1, random);
    this.deliveries.retryAt(number, peer.did, 'waiting', code, nextTryAtMs);
    const isByClock = code !== 'full' && Math.abs(aheadMs) > CLOCK_SLACK_MS;
    if (isByClock) this.messages.noteAhead(number, aheadMs);
    const why = isByClock ? clocksInWords(aheadMs, peer.alias) : `${peer.alias}: ${refusalInWords(code)}`;
    this.messages.addStep(number, 'tried', nowMs, why);
  }

  /** Ends a message that has no recipient. */
  #end(number: number, ending: Ending): void {
    this.messages.addStep(number, 'refused', this.#endpoint.clock(), t(`reason.ending.${ending}`));
    this.messages.setState(number, 'refused', ending);
  }

  #stepSent(number: number, peer: PeerIdentity, writtenAtMs: number): void {
    if (this.messages.hasStep(number, 'sent')) return;
    this.messages.addStep(number, 'sent', writtenAtMs, this.#toWhom(number, peer));
  }

  /** Steps of a broadcast say whose they are. */
  #toWhom(number: number, peer: PeerIdentity): string | null {
    return this.messages.byNumber(number)?.thread === BROADCAST ? peer.alias : null;
  }

  #seal(row: MessageRow, recipient: PeerIdentity): boolean {
    const { key, directory, cell, random, clock } = this.#endpoint;
    const delivery = this.deliveries
      .ofMessage(row.id)
      .find(({ recipient_did }) => recipient_did === recipient.did);
    const context = delivery?.envelope_id == null ? null : this.#contexts.take(recipient);
    if (context === null || delivery?.envelope_id == null) return false;
    const gen = CURRENT_GENERATION;
    const seq = this.deliveries.nextSeq(key.did, recipient.did, gen);
    const { text } = sealEnvelope({ did: directory.self.did, key }, recipient, context, {
      id: delivery.envelope_id,
      cell,
      gen,
      seq,
      nonce: random(NONCE_BYTES),
      createdAtMs: row.created_at_ms,
      expiresAtMs: row.expires_at_ms,
      payload: { text: row.payload, broadcast: row.recipient === BROADCAST },
    });
    this.deliveries.storeEnvelope({ number: row.id, recipientDid: recipient.did, text, gen, seq });
    this.messages.addStep(row.id, 'sealed', clock(), this.#toWhom(row.id, recipient));
    return true;
  }
}

function toOutgoing(row: WaitingEnvelope, recipientDid: string): OutgoingEnvelope {
  const { message, envelope_id, envelope, attempts } = row;
  const bytes = Buffer.from(envelope, 'utf8');
  return {
    number: message,
    recipientDid,
    envelopeId: envelope_id,
    hash: sha256Hex(bytes),
    bytes,
    attempts,
    resealed: row.resealed === 1,
  };
}

function timesOf(row: MessageRow): TimedMessage {
  return {
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    recipientAheadMs: row.recipient_ahead_ms,
    prolonged: row.prolonged === 1,
  };
}

interface Later {
  readonly number: number;
  readonly code: string;
}

/** The result is about that envelope; `stored` counts only with the hash of what was sent. */
function requireResult(result: Receipt | undefined, envelope: OutgoingEnvelope, peer: PeerIdentity): Receipt {
  const same = result?.id === envelope.envelopeId && result.hash === envelope.hash;
  const unreadable = result?.id === null && result.status !== 'stored';
  if (result === undefined || !(same || unreadable)) {
    throw new GhostStackError('malformed', `${peer.alias} acknowledged another message than the one sent.`);
  }
  return result;
}
