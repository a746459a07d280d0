import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PeerId } from '@libp2p/interface';
import { encodeBase64url } from '../../crypto/base64url.ts';

const DOMAIN = 'ghoststack/key/v1';

/**
 * That two nodes share a discovery secret of theirs, on this connection and no other: base64url.
 * @param secret as discovery uses it (docs/protocol.md, "Discovery")
 */
export function keyProof(secret: string, one: PeerId, other: PeerId): string {
  const peers = [one.toString(), other.toString()].sort().join('\n');
  return encodeBase64url(createHmac('sha256', secret).update(`${DOMAIN}\n${peers}`).digest());
}

export interface KnownSecret {
  /** Of the member with whom it is shared. */
  readonly did: string;
  readonly secret: string;
}

/** The member whose secret a proof is made with, or null. All are compared, so that time says nothing of which. */
export function provedMember(
  proof: string,
  secrets: readonly KnownSecret[],
  one: PeerId,
  other: PeerId,
): string | null {
  let found: string | null = null;
  for (const { did, secret } of secrets) {
    const expected = Buffer.from(keyProof(secret, one, other));
    const given = Buffer.from(proof);
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = did;
  }
  return found;
}
