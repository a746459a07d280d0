import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { SealingReceiver } from '../crypto/sealing.ts';
import { verifyTextBeside } from '../crypto/signed-json.ts';
import type { PeerIdentity } from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { type CarriedEnvelope, ENVELOPE_DOMAIN, type Envelope, readCarried } from './envelope.ts';
import { signedText } from './envelope-text.ts';
import type { InboxTable } from './inbox-table.ts';
import { type Addressed, addressedToUs, openEnvelope, outOfTime, type Verifier } from './open-envelope.ts';
import type { Payload } from './payload.ts';
import type { RefusalCode } from './refusal.ts';

export interface Opened {
  readonly envelope: Envelope;
  /** The envelope's JCS, and its hash. */
  readonly text: string;
  readonly hash: string;
  readonly sender: PeerIdentity;
  readonly payload: Payload;
}

export type Judgement =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'known'; readonly id: string; readonly hash: string }
  | {
      readonly kind: 'refused';
      readonly id: string | null;
      readonly hash: string | null;
      readonly code: RefusalCode;
      readonly reason: Saying;
    };

/** Of which the signature is being checked. */
interface Begun extends CarriedEnvelope {
  readonly hash: string;
  readonly memory: 'fresh' | 'replayed';
  readonly addressed: Addressed;
  readonly isSigned: Promise<boolean>;
}

/** Everything about envelopes that needs no transaction: read, checked and opened. */
export class EnvelopeJudge {
  readonly #endpoint: Endpoint;
  readonly #table: Pick<InboxTable, 'judge'>;
  readonly #receiver: SealingReceiver;

  constructor(endpoint: Endpoint, table: Pick<InboxTable, 'judge'>) {
    this.#endpoint = endpoint;
    this.#table = table;
    this.#receiver = new SealingReceiver(endpoint.key.sealing, ENVELOPE_DOMAIN);
  }

  /**
   * A judgement for each, in their order; each the same as if it were alone. All signatures are checked beside each
   * other. Never throws for what a peer sent.
   */
  async judge(carried: readonly unknown[]): Promise<Judgement[]> {
    const { directory, cell } = this.#endpoint;
    const verifier = {
      self: directory.self,
      cell,
      resolve: (did: string) => directory.resolve(did),
    };
    const begun = carried.map((one) => this.#begin(one, verifier));
    const judgements: Judgement[] = [];
    for (const one of begun) judgements.push('kind' in one ? one : await this.#finish(one));
    return judgements;
  }

  #begin(carried: unknown, verifier: Verifier): Judgement | Begun {
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
    const { signingKey } = addressed.sender;
    const isSigned = verifyTextBeside(envelope.signature, ENVELOPE_DOMAIN, signedText(envelope), signingKey);
    return { envelope, text, hash, memory, addressed, isSigned };
  }

  async #finish({ envelope, text, hash, memory, addressed, isSigned }: Begun): Promise<Judgement> {
    if (!(await isSigned)) return refused(envelope, hash, 'bad-signature');
    const late = outOfTime(envelope, this.#endpoint.clock());
    if (late !== null) return refused(envelope, hash, late);
    if (memory === 'replayed') return refused(envelope, hash, 'replayed');
    const payload = await openEnvelope(envelope, addressed, this.#receiver);
    if (payload === 'unopenable') return refused(envelope, hash, 'unopenable');
    return { kind: 'opened', opened: { envelope, text, hash, sender: addressed.sender, payload } };
  }
}

function refused({ id, sender_did: did }: Envelope, hash: string, code: RefusalCode): Judgement {
  const reason = says('error.messaging.envelopeRefused', { did, code });
  return { kind: 'refused', id, hash, code, reason };
}
