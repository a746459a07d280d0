import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { CHUNK_BYTES, FILE_KEY_BYTES, HASH_BYTES, TAG_BYTES } from './file-limits.ts';

const NONCE_BYTES = 12;
const ALGORITHM = 'aes-256-gcm';

/** How many chunks a file of so many bytes has. */
export function chunkCount(bytes: number): number {
  return Math.ceil(bytes / CHUNK_BYTES);
}

/** Bytes of the file in one of its chunks. */
export function chunkBytes(bytes: number, index: number): number {
  return Math.min(CHUNK_BYTES, bytes - index * CHUNK_BYTES);
}

/** The key of one message and one recipient. A key as bytes is first tried as an object, which costs more than to seal. */
export function fileKey(key: Uint8Array): KeyObject {
  if (key.length !== FILE_KEY_BYTES) throw new RangeError(`a file key has ${FILE_KEY_BYTES} bytes`);
  return createSecretKey(key);
}

/** A sealed chunk in pieces, as they follow each other: the last one is the tag. Not put together: that is a copy of it. */
export type SealedChunk = readonly Uint8Array[];

/** Never of two plaintexts with one key and index: RELAY rule 18, `ChunkSource`. */
export function sealChunk(key: KeyObject, index: number, plain: Uint8Array): SealedChunk {
  const cipher = createCipheriv(ALGORITHM, key, nonceOf(index));
  const sealed = cipher.update(plain);
  const rest = cipher.final();
  return rest.length === 0 ? [sealed, cipher.getAuthTag()] : [sealed, rest, cipher.getAuthTag()];
}

/** Throws `malformed` if it was not sealed with this key at this index. */
export function openChunk(key: KeyObject, index: number, sealed: Uint8Array): Uint8Array {
  const tagAt = sealed.length - TAG_BYTES;
  if (tagAt < 0) throw doesNotOpen();
  const decipher = createDecipheriv(ALGORITHM, key, nonceOf(index));
  decipher.setAuthTag(sealed.subarray(tagAt));
  try {
    const plain = decipher.update(sealed.subarray(0, tagAt));
    const rest = decipher.final();
    return rest.length === 0 ? plain : Buffer.concat([plain, rest]);
  } catch (cause) {
    throw doesNotOpen(cause);
  }
}

/** Hashes of chunks, one after the other, as they are kept and sent: `HASH_BYTES` each. */
export function hashOfChunk(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** What names a sealed chunk among those of its file. */
export function nameOfChunk(sealed: SealedChunk): Uint8Array {
  const hash = createHash('sha256');
  for (const piece of sealed) hash.update(piece);
  return hash.digest();
}

/** Whether that sealed chunk is the one that the hashes name. */
export function isChunk(hashes: Uint8Array, index: number, sealed: SealedChunk): boolean {
  const named = hashOfChunk(hashes, index);
  return named.length === HASH_BYTES && Buffer.compare(named, nameOfChunk(sealed)) === 0;
}

/** What names a sealed file: SHA-256 of the hashes of its chunks, as hex. */
export function rootOf(hashes: Uint8Array): string {
  return createHash('sha256').update(hashes).digest('hex');
}

/** The index as 12 bytes, big-endian. */
function nonceOf(index: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(index, NONCE_BYTES - 4);
  return nonce;
}

function doesNotOpen(cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.files.chunkDoesNotOpen'), { cause });
}
