import { encodeBase64url } from '../crypto/base64url.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { spelledMultikey } from '../crypto/multikey.ts';
import type { SealingSender } from '../crypto/sealing.ts';
import { signText } from '../crypto/signed-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { PeerIdentity } from './directory.ts';
import {
  ENVELOPE_DOMAIN,
  ENVELOPE_VERSION,
  type Envelope,
  type EnvelopeHeader,
  envelopeAad,
} from './envelope.ts';
import { envelopeText, signedText } from './envelope-text.ts';
import { encodePayload, type Payload } from './payload.ts';

export interface EnvelopeFacts {
  readonly id: string;
  readonly cell: string;
  readonly gen: number;
  readonly seq: number;
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly payload: Payload;
}

export interface SealedEnvelope {
  readonly envelope: Envelope;
  /** The envelope's JCS: what is stored and carried. */
  readonly text: string;
  /** Of that text. */
  readonly hash: string;
}

/**
 * Seals and signs one message (docs/protocol.md, "Envelope"). `sender` is this node's DID and key; `context` a
 * sealing context from that key to the recipient's. Times are rounded to the envelope's seconds.
 */
export function sealEnvelope(
  sender: { readonly did: string; readonly key: SigningKey },
  recipient: PeerIdentity,
  context: SealingSender,
  facts: EnvelopeFacts,
): SealedEnvelope {
  const header: EnvelopeHeader = {
    v: ENVELOPE_VERSION,
    id: facts.id,
    cell: facts.cell,
    sender_did: sender.did,
    recipient_did: recipient.did,
    gen: facts.gen,
    seq: facts.seq,
    nonce: encodeBase64url(facts.nonce),
    timestamp: Math.floor(facts.createdAtMs / 1000),
    expires_at: Math.floor(facts.expiresAtMs / 1000),
    keys: {
      sig: spelledMultikey('ed25519', sender.key.publicKey),
      from: spelledMultikey('x25519', sender.key.sealing.publicKey),
      to: spelledMultikey('x25519', recipient.sealingKey),
    },
    enc: context.enc,
  };
  const sealed = context.seal(facts.id, envelopeAad(header), encodePayload(facts.payload));
  const unsigned = { ...header, payload_hash: sha256Hex(sealed), payload: encodeBase64url(sealed) };
  const envelope = { ...unsigned, signature: signText(sender.key, ENVELOPE_DOMAIN, signedText(unsigned)) };
  const text = envelopeText(envelope);
  return { envelope, text, hash: sha256Hex(text) };
}
