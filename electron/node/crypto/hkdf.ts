import { createHmac, type KeyObject } from 'node:crypto';

const HASH_BYTES = 32;

/**
 * HKDF-Expand with SHA-256 (RFC 5869 §2.3). `length` in bytes, at most 255 * 32. The key is a KeyObject because
 * HMAC with one costs a tenth of what it costs with raw bytes.
 */
export function hkdfExpand(pseudorandomKey: KeyObject, info: Uint8Array, length: number): Uint8Array {
  const blocks = Math.ceil(length / HASH_BYTES);
  const output = Buffer.alloc(blocks * HASH_BYTES);
  let previous: Uint8Array = new Uint8Array(0);
  for (let counter = 1; counter <= blocks; counter++) {
    previous = createHmac('sha256', pseudorandomKey)
      .update(previous)
      .update(info)
      .update(Uint8Array.of(counter))
      .digest();
    output.set(previous, (counter - 1) * HASH_BYTES);
  }
  return new Uint8Array(output.subarray(0, length));
}
