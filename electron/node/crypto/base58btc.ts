import { base58 } from '@scure/base';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** Decoding takes time that grows with the square of the length: longer texts are no key of ours. */
const BASE58_MAX_LENGTH = 1024;

/** base58 in Bitcoin's alphabet; each leading zero byte becomes a `1`. */
export function encodeBase58btc(bytes: Uint8Array): string {
  return base58.encode(bytes);
}

/** Throws `malformed` on any other character, and `too-large` past BASE58_MAX_LENGTH characters. */
export function decodeBase58btc(text: string): Uint8Array {
  if (text.length > BASE58_MAX_LENGTH) {
    throw new GhostStackError(
      'too-large',
      says('error.crypto.base58TooLong', { length: text.length, limit: BASE58_MAX_LENGTH }),
    );
  }
  try {
    return base58.decode(text);
  } catch (cause) {
    throw new GhostStackError('malformed', says('error.crypto.notBase58'), { cause });
  }
}
