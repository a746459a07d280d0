import type { FileHandle } from 'node:fs/promises';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { keyFor } from './backup-key.ts';
import { openChunk, SEALED_CHUNK_BYTES, sealedBytes } from './chunks.ts';
import { HEADER_BYTES, type Header } from './header.ts';

export interface SealedFile {
  readonly file: FileHandle;
  /** In bytes; what is read beyond it is none of the backup's. */
  readonly size: number;
  readonly path: string;
}

/**
 * The content of a backup, piece by piece, each only after it was found to be what was written, at that place.
 * @throws {GhostStackError} `malformed`: cut short, longer than it was, or damaged, and from which byte on
 */
export async function* openedChunks(
  { file, size, path }: SealedFile,
  header: Header,
  root: Uint8Array,
): AsyncGenerator<Buffer, void> {
  const end = HEADER_BYTES + sealedBytes(header.contentBytes);
  if (size !== end) {
    const key = size < end ? 'error.care.backupCutShort' : 'error.care.backupTooLong';
    throw new GhostStackError('malformed', says(key, { path }));
  }
  const key = keyFor('chunks', root, header.nonce);
  const sealed = Buffer.alloc(SEALED_CHUNK_BYTES);
  try {
    let at = HEADER_BYTES;
    for (let number = 0; at < end; number += 1) {
      const length = await readFully(file, sealed, at, Math.min(SEALED_CHUNK_BYTES, end - at));
      const isLast = at + length >= end;
      const plain = openChunk(key, header.bytes, { number, isLast }, sealed.subarray(0, length));
      if (plain === null)
        throw new GhostStackError('malformed', says('error.care.backupDamaged', { path, at }));
      yield plain;
      at += length;
    }
  } finally {
    key.fill(0);
    sealed.fill(0);
  }
}

async function readFully(file: FileHandle, into: Buffer, at: number, length: number): Promise<number> {
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(into, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}
