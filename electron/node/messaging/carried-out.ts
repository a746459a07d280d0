import { says } from '#shared/protocol/saying.ts';
import type { OwnEnds, SettledByNote } from './carrying/luggage.ts';
import type { Endpoint } from './endpoint.ts';
import type { Outbox } from './outbox.ts';

interface CarriedOutOptions {
  readonly changed: (messages: readonly number[]) => void;
  /** Something is to be sealed anew. */
  readonly sealAnew: () => void;
}

/** What becomes of this node's own messages while others carry them. */
export class CarriedOut implements Omit<OwnEnds, 'receive'> {
  readonly #endpoint: Endpoint;
  readonly #outbox: Outbox;
  readonly #options: CarriedOutOptions;
  #isUnsealed = false;

  constructor(endpoint: Endpoint, outbox: Outbox, options: CarriedOutOptions) {
    this.#endpoint = endpoint;
    this.#outbox = outbox;
    this.#options = options;
  }

  readonly changed = (messages: readonly number[]): void => {
    this.#options.changed(messages);
    if (this.#isUnsealed) this.#options.sealAnew();
    this.#isUnsealed = false;
  };

  /** To be called in a transaction. */
  settle({ hash, status, recipientDid, broughtBy }: SettledByNote): number[] {
    const by = this.#endpoint.directory.resolve(recipientDid);
    if (by === null) return [];
    const name = by.alias;
    const detail =
      broughtBy === recipientDid
        ? says('error.messaging.receiptCameItself', { name })
        : says('error.messaging.receiptCame', { name, carrier: this.#nameOf(broughtBy) });
    // Of what a receipt says nothing depends on the clocks.
    const answer = { by, answeredAtMs: this.#endpoint.clock(), writtenAtMs: null, detail };
    const settled = this.#outbox.settling.byHash(hash, status, answer);
    if (settled === null) return [];
    if (settled.status === 'later') this.#isUnsealed = true;
    return [settled.number];
  }

  /** To be called in a transaction. */
  stepGiven(message: number, carrierDid: string): void {
    const carrier = this.#nameOf(carrierDid);
    this.#outbox.messages.addStep(message, 'relayed', this.#endpoint.clock(), carrier);
  }

  /** To be called in a transaction. */
  useless(message: number, recipientDid: string): void {
    this.#outbox.anew.one(message, recipientDid);
    this.#isUnsealed = true;
  }

  #nameOf(did: string): string {
    return this.#endpoint.directory.resolve(did)?.alias ?? did;
  }
}
