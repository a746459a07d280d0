import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { canonicalize } from './canonical-json.ts';
import { verifySignature } from './signature-rule.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * What is signed: UTF-8(`${domain}\n`) || JCS(value). The domain (`ghoststack/envelope/v1`) keeps a signature
 * made for one purpose from counting for another.
 */
function signedBytes(domain: string, value: unknown): Uint8Array {
  return Buffer.from(`${domain}\n${canonicalize(value)}`, 'utf8');
}

/** The signature as base64url. Throws `malformed` if the value is not plain JSON. */
export function signJson(key: Pick<SigningKey, 'sign'>, domain: string, value: unknown): string {
  return encodeBase64url(key.sign(signedBytes(domain, value)));
}

/** Whether `signJson` of the key's owner made this signature. A text that is no signature at all is false. */
export function verifyJson(
  signature: string,
  domain: string,
  value: unknown,
  publicKey: Uint8Array,
): boolean {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64url(signature);
  } catch {
    return false;
  }
  return verifySignature(bytes, signedBytes(domain, value), publicKey);
}
