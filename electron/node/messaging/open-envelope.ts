import { GhostStackError } from '#shared/contract/errors.ts';
import { decodeBase64url } from '../crypto/base64url.ts';
import { sha256Hex } from '../crypto/hash.ts';
import type { SealingReceiver } from '../crypto/sealing.ts';
import type { Directory, PeerIdentity } from './directory.ts';
import type { MessageCells } from './endpoint.ts';
import { type Envelope, envelopeAad } from './envelope.ts';
import { recipientRefusal, type SenderKeys, senderKeys } from './envelope-keys.ts';
import { MAX_CLOCK_AHEAD_MS } from './limits.ts';
import { decodePayload, type Payload } from './payload.ts';
import type { RefusalCode } from './refusal.ts';

export interface Verifier {
  readonly directory: Directory;
  /** Those of the receiver. */
  readonly cells: Pick<MessageCells, 'isHeld' | 'areBothIn'>;
  /** Whether it has the private half of a sealing key, spelled as a Multikey: its present one, or one that it kept. */
  readonly holds: (key: string) => boolean;
}

/** What is left to be checked: whether this peer signed it. */
export interface Addressed {
  readonly sender: PeerIdentity;
  /** With which it must be signed, and sealed. */
  readonly keys: SenderKeys;
  /** The payload, well encoded and with the hash that the envelope names. */
  readonly sealed: Uint8Array;
}

/**
 * Everything about an envelope that costs little and comes before its signature: addressed to us, of a cell of ours, from
 * a known peer, with keys of ours and of that peer, and whole. Or the first reason why it is not.
 */
export function addressedToUs(
  envelope: Envelope,
  { directory, cells, holds }: Verifier,
): Addressed | { readonly refusal: RefusalCode } {
  const { self } = directory;
  if (envelope.recipient_did !== self.did) return { refusal: 'wrong-recipient' };
  // Two may meet in more than one cell: what was written in one is not shown in the other.
  if (!cells.isHeld(envelope.cell)) return { refusal: 'wrong-cell' };
  const sender = directory.resolve(envelope.sender_did);
  if (sender === null || sender.did !== envelope.sender_did) return { refusal: 'not-a-peer' };
  if (!cells.areBothIn(envelope.cell, sender.did)) return { refusal: 'not-a-peer' };
  const refusal = recipientRefusal(envelope.keys.to, holds, directory.versions(self.did));
  if (refusal !== null) return { refusal };
  const keys = senderKeys(envelope, directory.versions(sender.did));
  if ('refusal' in keys) return keys;
  const sealed = payloadBytes(envelope);
  return sealed === null ? { refusal: 'malformed' } : { sender, keys, sealed };
}

/** Whether an envelope that its sender signed comes in time; null if so. Before that, the time is nobody's word. */
export function outOfTime({ timestamp, expires_at }: Envelope, nowMs: number): RefusalCode | null {
  if (timestamp * 1000 > nowMs + MAX_CLOCK_AHEAD_MS) return 'clock';
  if (expires_at * 1000 <= nowMs) return 'expired';
  return null;
}

/** Opens a verified envelope. A payload that does not open, or is no message, is `unopenable`. */
export async function openEnvelope(
  envelope: Envelope,
  { keys, sealed }: Addressed,
  receiver: SealingReceiver,
): Promise<Payload | 'unopenable'> {
  try {
    const plaintext = await receiver.open({
      senderPublicKey: keys.sealingKey,
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
