import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/**
 * The inverse of `encodeBase64url`, and nothing else: padding, other alphabets, white space and spare bits that
 * are not zero are refused, because two spellings of the same bytes would give two hashes of the same message.
 * Throws `malformed`.
 */
export function decodeBase64url(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) {
    throw new GhostStackError('malformed', says('error.crypto.notBase64url'));
  }
  return new Uint8Array(bytes);
}
