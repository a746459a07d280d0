import type { KeyObject } from 'node:crypto';
import { isChunk, type SealedChunk, sealChunk } from './chunks.ts';
import { type LocalFile, openToRead, stateOf } from './local-file.ts';
import { ReadAhead } from './read-ahead.ts';

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
  #reading: ReadAhead | null = null;

  constructor(sealed: SealedFile) {
    this.#sealed = sealed;
  }

  /** Path, size and time of change first; null if it can be read. To be called before the first chunk, and again. */
  async open(): Promise<SourceEnd | null> {
    const { file } = this.#sealed;
    const state = await stateOf(file);
    if (state !== 'same') return state;
    try {
      this.#reading ??= new ReadAhead(await openToRead(file.path), file.bytes);
      return null;
    } catch {
      return 'gone';
    }
  }

  /** The chunk, sealed; or why nothing more is sent. */
  async chunk(index: number): Promise<SealedChunk | SourceEnd> {
    const { key, hashes } = this.#sealed;
    let plain: Uint8Array | null;
    try {
      if (this.#reading === null) return 'gone';
      plain = await this.#reading.chunk(index);
    } catch {
      return 'gone';
    }
    if (plain === null) return 'changed';
    const sealed = sealChunk(key, index, plain);
    return isChunk(hashes, index, sealed) ? sealed : 'changed';
  }

  async close(): Promise<void> {
    const reading = this.#reading;
    this.#reading = null;
    await reading?.close().catch(() => undefined);
  }
}
