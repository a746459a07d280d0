import { createSealingSender, type SealingKeyPair, type SealingSender } from '../crypto/sealing.ts';
import type { PeerIdentity } from './directory.ts';
import { ENVELOPE_DOMAIN } from './envelope.ts';

/** After that many messages a new context is made, so that one leaked secret opens no more than these. */
const MESSAGES_PER_CONTEXT = 10_000;

interface Entry {
  readonly sealingKey: Uint8Array;
  readonly sender: SealingSender;
  uses: number;
}

/**
 * Keeps one sealing context per recipient: making one costs some milliseconds, using it some microseconds.
 * Contexts live in memory only; a restarted node makes new ones.
 */
export class SealingContexts {
  readonly #sender: SealingKeyPair;
  readonly #entries = new Map<string, Entry>();
  readonly #pending = new Map<string, Promise<void>>();

  constructor(sender: SealingKeyPair) {
    this.#sender = sender;
  }

  /** The context if it is there; counts one use. */
  take(recipient: PeerIdentity): SealingSender | null {
    const entry = this.#entries.get(recipient.did);
    if (entry === undefined || !sameBytes(entry.sealingKey, recipient.sealingKey)) return null;
    entry.uses += 1;
    if (entry.uses >= MESSAGES_PER_CONTEXT) this.#entries.delete(recipient.did);
    return entry.sender;
  }

  /** Whether `take` would give a context. */
  has(recipient: PeerIdentity): boolean {
    const entry = this.#entries.get(recipient.did);
    return entry !== undefined && sameBytes(entry.sealingKey, recipient.sealingKey);
  }

  /** Makes the context unless it is there. Throws `invalid-argument` if the recipient's key is none. */
  async prepare(recipient: PeerIdentity): Promise<void> {
    if (this.has(recipient)) return;
    const running = this.#pending.get(recipient.did);
    if (running !== undefined) return running;
    const making = this.#make(recipient).finally(() => this.#pending.delete(recipient.did));
    this.#pending.set(recipient.did, making);
    return making;
  }

  /** Forgets a context whose last message was sealed but not stored: its id must not be sealed with it again. */
  drop(recipientDid: string): void {
    this.#entries.delete(recipientDid);
  }

  async #make(recipient: PeerIdentity): Promise<void> {
    const sender = await createSealingSender({
      sender: this.#sender,
      recipientPublicKey: recipient.sealingKey,
      info: ENVELOPE_DOMAIN,
    });
    this.#entries.set(recipient.did, { sealingKey: recipient.sealingKey, sender, uses: 0 });
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
