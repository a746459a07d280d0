import type { Envelope } from './envelope.ts';

/** Notes ids and nonces of the envelopes that are stored together: what is known of each is asked before any of them is. */
export class FirstSeen {
  readonly #seen = new Set<string>();

  /** False if one of the same sender came with this id or this nonce. */
  add({ sender_did, id, nonce }: Envelope): boolean {
    const before = this.#seen.size;
    this.#seen.add(`${sender_did} ${id}`).add(`${sender_did} ${nonce}`);
    return this.#seen.size === before + 2;
  }
}
