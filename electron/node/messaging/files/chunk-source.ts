import type { KeyObject } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { chunkBytes, isChunk, sealChunk } from './chunks.ts';
import { CHUNK_BYTES } from './file-limits.ts';
import { type LocalFile, openToRead, readFully, stateOf } from './local-file.ts';

export type SourceEnd = 'changed' | 'gone';

/** What is sealed for one recipient: the file, its key, and the hashes of chunks that its message stands for. */
export interface SealedFile {
  readonly file: LocalFile;
  readonly key: KeyObject;
  readonly hashes: Uint8Array;
}

/**
 * Seals the chunks of a file again as they are sent. What does not come out as its message says is of another
 * plaintext: sent with the same key and nonce it would give both away, so it does not leave the node (RELAY rule 18).
 */
export class ChunkSource {
  readonly #sealed: SealedFile;
  #handle: FileHandle | null = null;

  constructor(sealed: SealedFile) {
    this.#sealed = sealed;
  }

  /** Path, size and time of change first; null if it can be read. To be called before the first chunk, and again. */
  async open(): Promise<SourceEnd | null> {
    const { file } = this.#sealed;
    const state = await stateOf(file);
    if (state !== 'same') return state;
    try {
      this.#handle ??= await openToRead(file.path);
      return null;
    } catch {
      return 'gone';
    }
  }

  /** The chunk, sealed; or why nothing more is sent. */
  async chunk(index: number): Promise<Uint8Array | SourceEnd> {
    const { file, key, hashes } = this.#sealed;
    const handle = this.#handle;
    if (handle === null) return 'gone';
    const plain = Buffer.alloc(chunkBytes(file.bytes, index));
    try {
      if (!(await readFully(handle, plain, index * CHUNK_BYTES))) return 'changed';
    } catch {
      return 'gone';
    }
    const sealed = sealChunk(key, index, plain);
    return isChunk(hashes, index, sealed) ? sealed : 'changed';
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close().catch(() => undefined);
  }
}
