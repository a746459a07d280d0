import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { verifyTextBeside } from '../crypto/signed-json.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { type CarriedEnvelope, ENVELOPE_DOMAIN, type Envelope, readCarried } from './envelope.ts';
import type { SenderKeys } from './envelope-keys.ts';
import { signedText } from './envelope-text.ts';
import type { InboxTable } from './inbox-table.ts';
import { type Addressed, addressedToUs, openEnvelope, outOfTime, type Verifier } from './open-envelope.ts';
import type { Payload } from './payload.ts';
import type { RefusalCode } from './refusal.ts';
import { SealingKeys } from './sealing-keys.ts';
import { type Batch, type Proof, proofBy, type Vouch } from './vouch.ts';

export interface Opened {
  readonly envelope: Envelope;
  /** The envelope's JCS, and its hash. */
  readonly text: string;
  readonly hash: string;
  readonly sender: PeerIdentity;
  readonly keys: SenderKeys;
  readonly payload: Payload;
  /** Whether its id or nonce was that of another envelope when it was judged. */
  readonly memory: 'fresh' | 'replayed';
  /** By which its sender vouches for it; null if it was taken by its own signature. */
  readonly proof: Proof | null;
}

export type Judgement =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'known'; readonly id: string; readonly hash: string }
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly id: string | null;
  readonly hash: string | null;
  readonly code: RefusalCode;
  readonly reason: Saying;
}

/** What is known of an envelope without its signature. */
type Decided = Extract<Judgement, { readonly kind: 'known' | 'refused' }>;

/** Of which it is left to be checked whether its sender signed it. */
interface Begun extends CarriedEnvelope {
  readonly hash: string;
  readonly memory: 'fresh' | 'replayed';
  readonly addressed: Addressed;
}

/** Everything about envelopes that needs no transaction: read, checked and opened. */
export class EnvelopeJudge {
  readonly #endpoint: Endpoint;
  readonly #table: Pick<InboxTable, 'judge' | 'reading'>;
  readonly #keys: SealingKeys;

  constructor(endpoint: Endpoint, table: Pick<InboxTable, 'judge' | 'reading'>) {
    this.#endpoint = endpoint;
    this.#table = table;
    this.#keys = new SealingKeys(endpoint.key.sealing, endpoint.formerSealing);
  }

  /**
   * A judgement for each, in their order; each the same as if it were alone. All signatures are checked beside each
   * other, or one for all of them. Never throws for what a peer sent.
   */
  async judge({ envelopes, vouch }: Batch): Promise<Judgement[]> {
    const { directory, cells } = this.#endpoint;
    const verifier = { directory, cells, holds: (key: string) => this.#keys.receiver(key) !== null };
    // A lock for each look-up costs more than the look-up.
    const begun = this.#table.reading(() => envelopes.map((one) => this.#begin(one, verifier)));
    const proof = vouch === undefined ? null : await this.#proof(vouch, begun);
    // All are begun before the first is waited for.
    const finishing = begun.map((one) => ('kind' in one ? one : this.#finish(one, proof)));
    return Promise.all(finishing);
  }

  /** By which the batch is vouched for; null if nobody known does, or nothing of it is left to be checked. */
  async #proof(vouch: Vouch, begun: readonly (Decided | Begun)[]): Promise<Proof | null> {
    const sender = begun.find(
      (one): one is Begun => !('kind' in one) && one.addressed.sender.did === vouch.sender_did,
    )?.addressed.sender;
    if (sender === undefined) return null;
    const hashes: string[] = [];
    for (const { hash } of begun) {
      // What could not be read has no hash that could be vouched for.
      if (hash === null) return null;
      hashes.push(hash);
    }
    return proofBy(vouch, sender, this.#endpoint.directory.self.did, hashes);
  }

  #begin(carried: unknown, verifier: Verifier): Decided | Begun {
    const read = readCarried(carried);
    if (!read.ok) {
      const { code, message, says: reason = asWritten(message) } = read.error;
      const refusal = code === 'too-large' || code === 'unsupported' ? code : 'malformed';
      return { kind: 'refused', id: null, hash: null, code: refusal, reason };
    }
    const { envelope, text } = read.value;
    const hash = sha256Hex(text);
    // First: what was stored is acknowledged again, even if it expired or its sender is no peer any more.
    const memory = this.#table.judge(envelope, hash);
    if (memory === 'same') return { kind: 'known', id: envelope.id, hash };
    const addressed = addressedToUs(envelope, verifier);
    if ('refusal' in addressed) return refused(envelope, hash, addressed.refusal);
    return { envelope, text, hash, memory, addressed };
  }

  async #finish({ envelope, text, hash, memory, addressed }: Begun, batch: Proof | null): Promise<Judgement> {
    const { sender, keys } = addressed;
    const proof = batch?.sender_did === sender.did ? batch : null;
    if (proof === null && !(await isSigned(envelope, keys))) return refused(envelope, hash, 'bad-signature');
    const late = outOfTime(envelope, this.#endpoint.clock());
    if (late !== null) return refused(envelope, hash, late);
    const receiver = this.#keys.receiver(envelope.keys.to);
    const payload = receiver === null ? null : await openEnvelope(envelope, addressed, receiver);
    // The key was thrown away since.
    if (payload === null) return refused(envelope, hash, 'old-key');
    if (payload === 'unopenable') return refused(envelope, hash, 'unopenable');
    return { kind: 'opened', opened: { envelope, text, hash, sender, keys, payload, memory, proof } };
  }
}

function isSigned(envelope: Envelope, { signingKey }: SenderKeys): Promise<boolean> {
  return verifyTextBeside(envelope.signature, ENVELOPE_DOMAIN, signedText(envelope), signingKey);
}

function refused({ id, sender_did: did }: Envelope, hash: string, code: RefusalCode): Refused {
  const reason = says('error.messaging.envelopeRefused', { did, code });
  return { kind: 'refused', id, hash, code, reason };
}
