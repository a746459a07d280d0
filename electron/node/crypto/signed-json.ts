import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { canonicalize } from './canonical-json.ts';
import { verifySignature, verifySignatureAside } from './signature-rule.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * What is signed: UTF-8(`${domain}\n`) || JCS(value). The domain (`ghoststack/envelope/v1`) keeps a signature
 * made for one purpose from counting for another.
 */
function signedBytes(domain: string, canonical: string): Uint8Array {
  return Buffer.from(`${domain}\n${canonical}`, 'utf8');
}

/** The signature as base64url. Throws `malformed` if the value is not plain JSON. */
export function signJson(key: Pick<SigningKey, 'sign'>, domain: string, value: unknown): string {
  return signText(key, domain, canonicalize(value));
}

/** The same, for a value whose JCS is at hand. */
export function signText(key: Pick<SigningKey, 'sign'>, domain: string, canonical: string): string {
  return encodeBase64url(key.sign(signedBytes(domain, canonical)));
}

/** Whether `signJson` of the key's owner made this signature. A text that is no signature at all is false. */
export function verifyJson(
  signature: string,
  domain: string,
  value: unknown,
  publicKey: Uint8Array,
): boolean {
  return verifyText(signature, domain, canonicalize(value), publicKey);
}

/** The same, for a value whose JCS is at hand. */
export function verifyText(
  signature: string,
  domain: string,
  canonical: string,
  publicKey: Uint8Array,
): boolean {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64url(signature);
  } catch {
    return false;
  }
  return verifySignature(bytes, signedBytes(domain, canonical), publicKey);
}

/** The same on the runtime's thread pool. */
export async function verifyTextBeside(
  signature: string,
  domain: string,
  canonical: string,
  publicKey: Uint8Array,
): Promise<boolean> {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64url(signature);
  } catch {
    return false;
  }
  return verifySignatureAside(bytes, signedBytes(domain, canonical), publicKey);
}
