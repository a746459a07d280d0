/**
 * The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015; as in age): a counter and a flag for the last one
 * make each chunk's nonce, so a chunk that was moved, left out or added does not open. The key is of one file alone.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Bytes of the content in each chunk but the last, which has 1 to as many. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const NONCE_BYTES = 12;

/** What so many bytes of content take when they are sealed. Without content there is one empty chunk. */
export function sealedBytes(contentBytes: number): number {
  return contentBytes + TAG_BYTES * Math.max(1, Math.ceil(contentBytes / CHUNK_BYTES));
}

export interface ChunkPlace {
  /** From 0. */
  readonly number: number;
  readonly isLast: boolean;
}

/** AES-256-GCM; the header is authenticated with each. Ciphertext and tag. */
export function sealChunk(key: Uint8Array, header: Uint8Array, place: ChunkPlace, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place), { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(header, place));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null if a byte of it, its place or the header is another. */
export function openChunk(
  key: Uint8Array,
  header: Uint8Array,
  place: ChunkPlace,
  sealed: Uint8Array,
): Buffer | null {
  const tagAt = sealed.length - TAG_BYTES;
  if (tagAt < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place), { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(header, place));
  decipher.setAuthTag(sealed.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Five zeros, the number as 48 bits, most significant first, and 1 for the last one or else 0. */
function nonceOf({ number, isLast }: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUIntBE(number, 5, 6);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

function additionalData(header: Uint8Array, { isLast }: ChunkPlace): Buffer {
  return Buffer.concat([header, Uint8Array.of(isLast ? 1 : 0)]);
}
