import { GhostStackError } from '#shared/contract/errors.ts';
import { decodeBase64url } from '../crypto/base64url.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SealingReceiver } from '../crypto/sealing.ts';
import { verifyJson } from '../crypto/signed-json.ts';
import type { PeerIdentity } from './directory.ts';
import { ENVELOPE_DOMAIN, type Envelope, envelopeAad, signedPart } from './envelope.ts';
import { MAX_CLOCK_AHEAD_MS } from './limits.ts';
import { decodePayload, type Payload } from './payload.ts';
import type { RefusalCode } from './refusal.ts';

export interface Verifier {
  readonly self: PeerIdentity;
  /** The cell of the receiver. */
  readonly cell: string;
  readonly resolve: (did: string) => PeerIdentity | null;
  readonly nowMs: number;
}

/**
 * Whether this envelope may be opened: addressed to `self`, of this cell, from a known peer, with that peer's keys, unchanged
 * and in time. Null when all is well. Cheap checks come first, the signature last.
 */
export function verifyEnvelope(
  envelope: Envelope,
  { self, cell, resolve, nowMs }: Verifier,
): RefusalCode | null {
  if (envelope.recipient_did !== self.did) return 'wrong-recipient';
  // Two may meet in more than one cell: what was written in one is not shown in the other.
  if (envelope.cell !== cell) return 'wrong-cell';
  const sender = resolve(envelope.sender_did);
  if (sender === null || sender.did !== envelope.sender_did) return 'not-a-peer';
  if (envelope.keys.to !== encodeMultikey('x25519', self.sealingKey)) return 'wrong-recipient';
  if (envelope.keys.sig !== encodeMultikey('ed25519', sender.signingKey)) return 'bad-signature';
  if (envelope.keys.from !== encodeMultikey('x25519', sender.sealingKey)) return 'bad-signature';
  if (payloadBytes(envelope) === null) return 'malformed';
  if (!verifyJson(envelope.signature, ENVELOPE_DOMAIN, signedPart(envelope), sender.signingKey)) {
    return 'bad-signature';
  }
  // Only now is the time the sender's own word.
  if (envelope.timestamp * 1000 > nowMs + MAX_CLOCK_AHEAD_MS) return 'clock';
  if (envelope.expires_at * 1000 <= nowMs) return 'expired';
  return null;
}

/** Opens a verified envelope. A payload that does not open, or is no message, is `unopenable`. */
export async function openEnvelope(
  envelope: Envelope,
  sender: PeerIdentity,
  receiver: SealingReceiver,
): Promise<Payload | 'unopenable'> {
  const sealed = payloadBytes(envelope);
  if (sealed === null) return 'unopenable';
  try {
    const plaintext = await receiver.open({
      senderPublicKey: sender.sealingKey,
      enc: envelope.enc,
      id: envelope.id,
      aad: envelopeAad(envelope),
      sealed,
    });
    return decodePayload(plaintext);
  } catch (error) {
    if (error instanceof GhostStackError) return 'unopenable';
    throw error;
  }
}

/** The sealed bytes if they are well encoded and the hash is theirs. */
function payloadBytes(envelope: Envelope): Uint8Array | null {
  try {
    const sealed = decodeBase64url(envelope.payload);
    return sha256Hex(sealed) === envelope.payload_hash ? sealed : null;
  } catch {
    return null;
  }
}
