import { spelledMultikey } from '../crypto/multikey.ts';
import { SealingReceiver } from '../crypto/sealing.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import { ENVELOPE_DOMAIN } from './envelope.ts';

/** Opens with whichever of its keys an envelope is sealed to: the present one, or one of before that was kept. */
export class SealingKeys {
  readonly #present: SealingKeyPair;
  readonly #former: () => readonly SealingKeyPair[];
  readonly #receivers = new Map<string, SealingReceiver>();

  /** @param former asked every time: a key that is kept no longer opens nothing any more */
  constructor(present: SealingKeyPair, former: () => readonly SealingKeyPair[]) {
    this.#present = present;
    this.#former = former;
  }

  /** Null where the node has no such key. @param key spelled as a Multikey */
  receiver(key: string): SealingReceiver | null {
    const pair = [this.#present, ...this.#former()].find(({ publicKey }) => spelled(publicKey) === key);
    if (pair === undefined) {
      this.#receivers.delete(key);
      return null;
    }
    const known = this.#receivers.get(key);
    if (known !== undefined) return known;
    const receiver = new SealingReceiver(pair, ENVELOPE_DOMAIN);
    this.#receivers.set(key, receiver);
    return receiver;
  }
}

function spelled(publicKey: Uint8Array): string {
  return spelledMultikey('x25519', publicKey);
}
