import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type SealingKeyPair, x25519SharedSecret } from '../../crypto/x25519.ts';

const DOMAIN = 'ghoststack/discovery/v2';

/**
 * By what this node and one other member find each other on a network: their sealing keys make it. Nobody else can, not
 * who holds the log, nor who was a member once.
 */
export class MeetingSecrets {
  readonly #cell: string;
  readonly #own: SealingKeyPair | null;
  readonly #former: () => readonly SealingKeyPair[];
  readonly #shared = new Map<string, KeyObject | null>();

  /** `own` is null while the key is locked. */
  constructor(cell: string, own: SealingKeyPair | null, former: () => readonly SealingKeyPair[] = () => []) {
    this.#cell = cell;
    this.#own = own;
    this.#former = former;
  }

  /** For a day (days since the epoch, UTC); null for nobody, and with a key that no secret can be had with. */
  of(member: { readonly sealingKey: Uint8Array } | null, dayUtc: number): string | null {
    if (member === null || this.#own === null) return null;
    const name = Buffer.from(member.sealingKey).toString('hex');
    let shared = this.#shared.get(name);
    if (shared === undefined) {
      shared = sharedKey(this.#own, member.sealingKey);
      this.#shared.set(name, shared);
    }
    if (shared === null) return null;
    return this.#secret(shared, dayUtc);
  }

  /** The same by the keys that this node had before, the newest first: a member that was away knows it by one of them. */
  formerOf(member: { readonly sealingKey: Uint8Array } | null, dayUtc: number): string[] {
    if (member === null) return [];
    return this.#former().flatMap((own) => {
      const shared = sharedKey(own, member.sealingKey);
      return shared === null ? [] : [this.#secret(shared, dayUtc)];
    });
  }

  #secret(shared: KeyObject, dayUtc: number): string {
    const text = `${DOMAIN}\n${this.#cell}\n${dayUtc}`;
    return createHmac('sha256', shared).update(text).digest('hex').slice(0, 32);
  }
}

function sharedKey(own: SealingKeyPair, theirs: Uint8Array): KeyObject | null {
  try {
    return createSecretKey(x25519SharedSecret(own.privateKey, theirs));
  } catch {
    // A member whose key makes no secret is met by addresses alone.
    return null;
  }
}
