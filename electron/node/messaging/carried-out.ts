import { says } from '#shared/protocol/saying.ts';
import type { OwnEnds, SettledByNote } from './carrying/luggage.ts';
import type { Endpoint } from './endpoint.ts';
import { messageState } from './message-state.ts';
import type { Outbox } from './outbox.ts';

/** What becomes of this node's own messages while others carry them. */
export class CarriedOut implements Omit<OwnEnds, 'receive'> {
  readonly changed: (messages: readonly number[]) => void;
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;

  constructor(endpoint: Endpoint, outbox: Outbox, changed: (messages: readonly number[]) => void) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.changed = changed;
  }

  /** To be called in a transaction. */
  settle({ hash, status, recipientDid, broughtBy }: SettledByNote): number[] {
    const { store, clock } = this.#endpoint;
    const { deliveries, messages } = this.#outbox;
    const row = store.db
      .prepare('SELECT message, state FROM deliveries WHERE envelope_hash = ? AND recipient_did = ?')
      .get(hash, recipientDid) as { message: number; state: string } | undefined;
    if (row === undefined || row.state === 'delivered') return [];
    if (status !== 'stored' && !['waiting', 'sent'].includes(row.state)) return [];
    const state = status === 'stored' ? 'delivered' : 'refused';
    if (status === 'stored') deliveries.delivered([row.message], recipientDid);
    else deliveries.refused(row.message, recipientDid, status);
    const name = this.#nameOf(recipientDid);
    const detail =
      broughtBy === recipientDid
        ? says('error.messaging.receiptCameItself', { name })
        : says('error.messaging.receiptCame', { name, carrier: this.#nameOf(broughtBy) });
    messages.addStep(row.message, state, clock(), detail);
    const after = messageState(deliveries.fatesOf(row.message));
    messages.setState(row.message, after.state, after.code);
    return [row.message];
  }

  /** To be called in a transaction. */
  stepGiven(message: number, carrierDid: string): void {
    const carrier = this.#nameOf(carrierDid);
    this.#outbox.messages.addStep(message, 'relayed', this.#endpoint.clock(), carrier);
  }

  #nameOf(did: string): string {
    return this.#endpoint.directory.resolve(did)?.alias ?? did;
  }
}
