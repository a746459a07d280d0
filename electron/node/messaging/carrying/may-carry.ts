import { decodeBase64url } from '../../crypto/base64url.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { spelledMultikey } from '../../crypto/multikey.ts';
import type { Envelope } from '../envelope.ts';
import { MAX_CLOCK_AHEAD_MS } from '../limits.ts';
import { sinceLost, type VersionsOf } from './keys.ts';
import { LEAST_LIFE_MS } from './limits.ts';

export interface CarryFacts {
  readonly selfDid: string;
  readonly cell: string;
  readonly versions: VersionsOf;
  readonly nowMs: number;
}

export type CarryVerdict =
  /** With this key of its sender its signature must hold. */
  | { readonly kind: 'carry'; readonly signingKey: Uint8Array }
  /** May be taken once more is known here. */
  | { readonly kind: 'later' }
  /** `isFault`: its carrier could have seen it as well. */
  | { readonly kind: 'refused'; readonly isFault: boolean };

const REFUSED = { kind: 'refused', isFault: false } as const;
const FAULT = { kind: 'refused', isFault: true } as const;

/**
 * Whether a parcel of somebody else for somebody else may be kept here, as far as it shows without a signature and
 * without what is kept already.
 */
export function mayCarry(envelope: Envelope, { selfDid, cell, versions, nowMs }: CarryFacts): CarryVerdict {
  const { sender_did: sender, recipient_did: recipient, keys } = envelope;
  if (envelope.cell !== cell) return REFUSED;
  if (sender === selfDid || recipient === selfDid || sender === recipient) return REFUSED;
  const theirs = versions(sender);
  const to = versions(recipient);
  if (theirs.length === 0 || to.length === 0) return REFUSED;
  if (!hasPayload(envelope)) return FAULT;
  if (envelope.timestamp * 1000 > nowMs + MAX_CLOCK_AHEAD_MS) return { kind: 'later' };
  if (envelope.expires_at * 1000 <= nowMs + LEAST_LIFE_MS) return REFUSED;
  // Of a version that this node has not heard of yet, perhaps: its log may be newer than ours.
  const signing = theirs.find(({ signingKey }) => spelledMultikey('ed25519', signingKey) === keys.sig);
  if (signing === undefined) return { kind: 'later' };
  const isSealing = ({ sealingKey }: { readonly sealingKey: Uint8Array }): boolean =>
    spelledMultikey('x25519', sealingKey) === keys.to;
  if (!to.some(isSealing)) return { kind: 'later' };
  if (!sinceLost(to).some(isSealing)) return REFUSED;
  return { kind: 'carry', signingKey: signing.signingKey };
}

/** Whether the sealed bytes are well encoded and the hash is theirs. */
function hasPayload({ payload, payload_hash }: Envelope): boolean {
  try {
    return sha256Hex(decodeBase64url(payload)) === payload_hash;
  } catch {
    return false;
  }
}
