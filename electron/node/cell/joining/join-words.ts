/**
 * Six words that inviter and newcomer read to each other. Each side has a nonce in them that it is bound to before it
 * knows the other's: the newcomer sends a commitment, the inviter its nonce, the newcomer its own. So somebody between
 * them has one try at 66 bits, and cannot look for keys or numbers with which both screens say the same.
 */
import { randomBytes } from 'node:crypto';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { sha256 } from '../../crypto/hash.ts';
import { spokenWords } from '../../crypto/spoken-words.ts';

export const JOIN_NONCE_BYTES = 32;

const COMMITMENT_DOMAIN = 'ghoststack/join-commitment/v1';
const WORDS_DOMAIN = 'ghoststack/join-words/v2';
const WORDS = 6;

export interface JoinWordsOf {
  readonly cell: string;
  readonly inviterKey: Uint8Array;
  readonly newcomerKey: Uint8Array;
  readonly secret: Uint8Array;
  readonly inviterNonce: Uint8Array;
  readonly newcomerNonce: Uint8Array;
}

export function joinNonce(): Uint8Array {
  return new Uint8Array(randomBytes(JOIN_NONCE_BYTES));
}

/** What a newcomer says of its nonce before it tells it: base64url. */
export function joinCommitment(cell: string, newcomerKey: Uint8Array, nonce: Uint8Array): string {
  const domain = Buffer.from(`${COMMITMENT_DOMAIN}\n${cell}\n`, 'utf8');
  return encodeBase64url(sha256(Buffer.concat([domain, newcomerKey, nonce])));
}

export function joinWords(of: JoinWordsOf): string[] {
  const domain = Buffer.from(`${WORDS_DOMAIN}\n${of.cell}\n`, 'utf8');
  const { inviterKey, newcomerKey, secret, inviterNonce, newcomerNonce } = of;
  const digest = sha256(
    Buffer.concat([domain, inviterKey, newcomerKey, sha256(secret), inviterNonce, newcomerNonce]),
  );
  return sixWords(digest);
}

/** The first 66 bits of a digest as words of the BIP-39 list. */
export function sixWords(digest: Uint8Array): string[] {
  return spokenWords(digest, WORDS);
}
