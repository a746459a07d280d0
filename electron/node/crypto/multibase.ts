import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase58btc, encodeBase58btc } from './base58btc.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

/** The bases that W3C Controlled Identifiers §2.4 requires of Multikey and of proofs, and no others. */
export type MultibaseName = 'base58btc' | 'base64url';

/** The prefix names the base: `z` for base58btc, `u` for base64url without padding. */
export function encodeMultibase(base: MultibaseName, bytes: Uint8Array): string {
  return base === 'base58btc' ? `z${encodeBase58btc(bytes)}` : `u${encodeBase64url(bytes)}`;
}

/** Throws `malformed` on a text that its base cannot have written, and `unsupported` for any other base. */
export function decodeMultibase(text: string): Uint8Array {
  switch (text[0]) {
    case 'z':
      return decodeBase58btc(text.slice(1));
    case 'u':
      return decodeBase64url(text.slice(1));
    case undefined:
      throw new GhostStackError('malformed', says('error.crypto.multibaseEmpty'));
    default:
      throw new GhostStackError('unsupported', says('error.crypto.multibaseUnknown'));
  }
}
