import type { DeliveryTable } from './delivery-table.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { NONCE_BYTES } from './envelope.ts';
import { CURRENT_GENERATION } from './limits.ts';
import type { MessageRow, MessageTable } from './message-table.ts';
import { OutgoingPayloads } from './outgoing-payload.ts';
import { BROADCAST } from './payload.ts';
import { sealEnvelope } from './seal-envelope.ts';
import { SealingContexts } from './sealing-contexts.ts';

/** Sealed in one go before others get their turn. */
const SEALED_AT_ONCE = 128;

/** Seals the messages of a queue, each for its recipient and once: the stored bytes are what travels at every try. */
export class EnvelopeSealer {
  readonly #endpoint: Endpoint;
  readonly #messages: MessageTable;
  readonly #deliveries: DeliveryTable;
  readonly #payloads: OutgoingPayloads;
  readonly #contexts: SealingContexts;

  constructor(endpoint: Endpoint, messages: MessageTable, deliveries: DeliveryTable) {
    this.#endpoint = endpoint;
    this.#messages = messages;
    this.#deliveries = deliveries;
    this.#payloads = new OutgoingPayloads(endpoint.store.db);
    this.#contexts = new SealingContexts(endpoint.key.sealing);
  }

  /**
   * Seals a fresh message at once, if that takes no waiting and no older one is unsealed; to be called in the
   * transaction that stores it.
   */
  sealNow(number: number, recipient: PeerIdentity): void {
    if (!this.#contexts.has(recipient) || this.#deliveries.unsealed(recipient.did, 1)[0] !== number) return;
    const row = this.#messages.byNumber(number);
    if (row !== null) this.#seal(row, recipient);
  }

  /** Seals what waits for that peer, some of it at a time. Returns the numbers that were sealed. */
  async sealWaiting(recipient: PeerIdentity): Promise<number[]> {
    const { store } = this.#endpoint;
    const numbers = this.#deliveries.unsealed(recipient.did, SEALED_AT_ONCE);
    if (numbers.length === 0) return [];
    await this.#contexts.prepare(recipient);
    try {
      return store.transaction(() =>
        this.#deliveries.unsealed(recipient.did, SEALED_AT_ONCE).filter((number) => {
          const row = this.#messages.byNumber(number);
          return row !== null && this.#seal(row, recipient);
        }),
      );
    } catch (error) {
      this.#contexts.drop(recipient.did);
      throw error;
    }
  }

  /** Forgets the contexts for a recipient whose envelopes were sealed in vain: their transaction failed, say. */
  forgetContext(recipientDid: string): void {
    this.#contexts.drop(recipientDid);
  }

  #seal(row: MessageRow, recipient: PeerIdentity): boolean {
    const { key, directory, cells, random, clock } = this.#endpoint;
    const cell = cells.sealIn(recipient.did);
    const delivery = this.#deliveries
      .ofMessage(row.id)
      .find(({ recipient_did }) => recipient_did === recipient.did);
    const payload = this.#payloads.of(row, recipient.did);
    if (payload === null) return false;
    const context = delivery?.envelope_id == null ? null : this.#contexts.take(recipient);
    if (context === null || delivery?.envelope_id == null) return false;
    const gen = CURRENT_GENERATION;
    const seq = this.#deliveries.nextSeq(key.did, recipient.did, cell, gen);
    const { text, hash } = sealEnvelope({ did: directory.self.did, key }, recipient, context, {
      id: delivery.envelope_id,
      cell,
      gen,
      seq,
      nonce: random(NONCE_BYTES),
      createdAtMs: row.created_at_ms,
      expiresAtMs: row.expires_at_ms,
      payload,
    });
    this.#deliveries.storeEnvelope({ number: row.id, recipientDid: recipient.did, text, hash, gen, seq });
    this.#messages.addStep(row.id, 'sealed', clock(), toWhom(row.thread === BROADCAST, recipient));
    return true;
  }
}

/** What a step of a message says of its recipient: steps of a broadcast say whose they are. */
export function toWhom(isToEveryone: boolean, recipient: PeerIdentity): string | null {
  return isToEveryone ? recipient.alias : null;
}
