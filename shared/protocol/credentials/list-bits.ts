/** The bits of a status list (Bitstring Status List 1.0 §2.1): one for each place, set once what stands there is revoked. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The least that the specification allows (§3.2), so that one credential hides among many. */
export const LIST_BITS = 131_072;

/** 16 384 bytes. The first bit is the highest of the first byte (§2.1). */
export function bitsOf(indices: Iterable<number>): Uint8Array {
  const bits = new Uint8Array(LIST_BITS / 8);
  for (const index of indices) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  return bits;
}

export function hasBit(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}

/** What a standing names: SHA-256 of the 16 384 bytes, hex. */
export function hashOfBits(bits: Uint8Array): string {
  return bytesToHex(sha256(bits));
}
