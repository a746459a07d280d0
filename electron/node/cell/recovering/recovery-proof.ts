/**
 * By what a machine proves that it holds a recovery code, and that it is a member's: docs/protocol.md, "Recovery". Both
 * name the key with which it dials, so that neither is of use to anybody else.
 */
import { createHmac } from 'node:crypto';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import { signJson, verifyJson } from '../../crypto/signed-json.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { RECOVERY_NONCE_BYTES } from './recovery-exchange.ts';

const DOMAIN = 'ghoststack/recovery/v1';
const NONCE_DOMAIN = 'ghoststack/recovery-nonce/v1';

/** That an asker with that key (Ed25519, 32 bytes) holds the secret of a code: base64url. */
export function recoveryProof(secret: Uint8Array, cell: string, asker: Uint8Array): string {
  const text = `${DOMAIN}\n${cell}\n${encodeMultikey('ed25519', asker)}`;
  return encodeBase64url(createHmac('sha256', secret).update(text).digest());
}

/**
 * The number that an asker with that key signs, and of which the six words are made: always the same for one key, and
 * nobody but the member can tell it before it is told. Nothing is kept for whoever only asks.
 * @param nonceKey of the code, 32 bytes, not in it
 */
export function recoveryNonce(nonceKey: Uint8Array, asker: Uint8Array): string {
  const digest = createHmac('sha256', nonceKey).update(`${NONCE_DOMAIN}\n`).update(asker).digest();
  return encodeBase64url(digest.subarray(0, RECOVERY_NONCE_BYTES));
}

export interface ProvenTo {
  readonly cell: string;
  /** base64url. */
  readonly nonce: string;
  /** The key of the machine that asks: Ed25519, 32 bytes. */
  readonly asker: Uint8Array;
}

export function signRecovery(key: Pick<SigningKey, 'sign'>, { cell, nonce, asker }: ProvenTo): string {
  return signJson(key, DOMAIN, { cell, nonce, to: encodeMultikey('ed25519', asker) });
}

export function isSignedBy(key: Uint8Array, signature: string, { cell, nonce, asker }: ProvenTo): boolean {
  return verifyJson(signature, DOMAIN, { cell, nonce, to: encodeMultikey('ed25519', asker) }, key);
}
