import { decodeBase64url } from '../../crypto/base64url.ts';
import { sha256 } from '../../crypto/hash.ts';
import { sixWords } from '../joining/join-words.ts';

const DOMAIN = 'ghoststack/recovery-words/v1';

export interface RecoveryWordsOf {
  readonly cell: string;
  /** Of the member that made the code: Ed25519, 32 bytes. */
  readonly inviterKey: Uint8Array;
  /** With which the machine dials. */
  readonly askerKey: Uint8Array;
  readonly secret: Uint8Array;
  /** base64url. */
  readonly nonce: string;
}

/**
 * Six words that the machine and the member show alike. The machine's key is fixed before the member tells the nonce:
 * whoever is between the two and wants equal words has to look for them after that, for each key that it asks with.
 */
export function recoveryWords({ cell, inviterKey, askerKey, secret, nonce }: RecoveryWordsOf): string[] {
  const domain = Buffer.from(`${DOMAIN}\n${cell}\n`, 'utf8');
  return sixWords(
    sha256(Buffer.concat([domain, inviterKey, askerKey, sha256(secret), decodeBase64url(nonce)])),
  );
}
