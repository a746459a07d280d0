import { createHash, type KeyObject } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { PART_BYTES } from '../file-offer.ts';
import { chunkBytes, chunkCount, nameOfChunk, rootOf, sealChunk } from './chunks.ts';
import { CHUNK_BYTES, HASH_BYTES } from './file-limits.ts';
import { type LocalFile, lookAtFile, openToRead, readFully, stateOf } from './local-file.ts';
import { passed } from './young-garbage.ts';

export interface ReadingOptions {
  readonly signal: AbortSignal;
  /** Called as it is read, with the bytes so far. */
  readonly progress: (bytesDone: number) => void;
}

/** What a recipient's chunks are named by. */
export interface SealedNames {
  /** `HASH_BYTES` for each chunk. */
  readonly hashes: Uint8Array;
  readonly root: string;
}

/** Between two looks at everything else this thread has to do: about a millisecond of hashing. */
const SLICE_CHUNKS = 4;

/**
 * Reads a large file once: its SHA-256, and what its chunks are called when they are sealed with each of these keys.
 * Holds a few chunks, however large it is.
 * @throws {GhostStackError} `cancelled`; `conflict` or `not-found` if the file is another now, or gone; `invalid-argument`
 */
export async function readLarge(
  file: LocalFile,
  keys: readonly KeyObject[],
  { signal, progress }: ReadingOptions,
): Promise<{ sha256: string; sealed: SealedNames[] }> {
  const count = chunkCount(file.bytes);
  const whole = createHash('sha256');
  const hashes = keys.map(() => new Uint8Array(count * HASH_BYTES));
  await requireSame(file);
  const handle = await openToRead(file.path);
  try {
    const slice = Buffer.alloc(SLICE_CHUNKS * CHUNK_BYTES);
    for (let first = 0; first < count; first += SLICE_CHUNKS) {
      requireWanted(signal);
      const from = first * CHUNK_BYTES;
      const plain = slice.subarray(0, Math.min(slice.length, file.bytes - from));
      if (!(await readFully(handle, plain, from))) throw changed(file);
      whole.update(plain);
      for (let index = first; index < Math.min(count, first + SLICE_CHUNKS); index++) {
        const at = index * CHUNK_BYTES - from;
        const chunk = plain.subarray(at, at + chunkBytes(file.bytes, index));
        keys.forEach((key, which) => {
          hashes[which]?.set(nameOfChunk(sealChunk(key, index, chunk)), index * HASH_BYTES);
        });
      }
      passed(plain.length * keys.length);
      progress(from + plain.length);
    }
  } finally {
    await handle.close();
  }
  await requireSame(file);
  return { sha256: whole.digest('hex'), sealed: hashes.map((one) => ({ hashes: one, root: rootOf(one) })) };
}

/**
 * A small file, as its parts.
 * @throws {GhostStackError} `conflict` or `not-found` if the file is another now, or gone; `invalid-argument`
 */
export async function readSmall(file: LocalFile): Promise<{ sha256: string; parts: Uint8Array[] }> {
  await requireSame(file);
  const bytes = Buffer.alloc(file.bytes);
  const handle = await openToRead(file.path);
  try {
    if (!(await readFully(handle, bytes, 0))) throw changed(file);
  } finally {
    await handle.close();
  }
  await requireSame(file);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(bytes.subarray(at, at + PART_BYTES));
  return { sha256: createHash('sha256').update(bytes).digest('hex'), parts };
}

/** Throws `cancelled`. */
export function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new GhostStackError('cancelled', says('error.files.cancelled'));
}

async function requireSame(file: LocalFile): Promise<void> {
  const state = await stateOf(file);
  // Which says why it is not to be had.
  if (state === 'gone') await lookAtFile(file.path);
  if (state !== 'same') throw changed(file);
}

function changed({ path }: LocalFile): GhostStackError {
  return new GhostStackError('conflict', says('error.files.changedSinceChosen', { path }));
}
