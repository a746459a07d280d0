import type { FileHandle } from 'node:fs/promises';
import { chunkBytes } from './chunks.ts';
import { CHUNK_BYTES } from './file-limits.ts';
import { readFully } from './local-file.ts';

/** Read at once: to ask the disk costs about as much as to seal a chunk. */
const SLAB_CHUNKS = 4;
const SLAB_BYTES = SLAB_CHUNKS * CHUNK_BYTES;

interface Slab {
  readonly buffer: Buffer;
  /** Which one of the file it holds, or will when it is read; -1 for none. */
  number: number;
  /** False if the file ends before. */
  isRead: Promise<boolean>;
}

function emptySlab(bytes: number): Slab {
  return { buffer: Buffer.alloc(Math.min(SLAB_BYTES, bytes)), number: -1, isRead: Promise.resolve(false) };
}

/** Reads the chunks of a file, about in their order: the next slab is on its way while the present one is used. */
export class ReadAhead {
  readonly #handle: FileHandle;
  readonly #bytes: number;
  #present: Slab;
  #next: Slab;

  /** Closes the file in the end. */
  constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
    this.#present = emptySlab(bytes);
    this.#next = emptySlab(bytes);
  }

  /** What is overwritten when another chunk is asked for; null if the file ends before. Throws the system's errors. */
  async chunk(index: number): Promise<Uint8Array | null> {
    const number = Math.floor(index / SLAB_CHUNKS);
    if (this.#present.number !== number) {
      [this.#present, this.#next] = [this.#next, this.#present];
      await this.#read(this.#present, number);
      await this.#read(this.#next, number + 1);
    }
    if (this.#present.number !== number || !(await this.#present.isRead)) return null;
    const at = (index % SLAB_CHUNKS) * CHUNK_BYTES;
    return this.#present.buffer.subarray(at, at + chunkBytes(this.#bytes, index));
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** Begins to, if it is not what the slab holds; what was on its way into it has to come first. */
  async #read(slab: Slab, number: number): Promise<void> {
    if (slab.number === number || number * SLAB_BYTES >= this.#bytes) return;
    await slab.isRead.catch(() => false);
    const from = number * SLAB_BYTES;
    slab.number = number;
    slab.isRead = readFully(this.#handle, slab.buffer.subarray(0, this.#bytes - from), from);
    // Whoever asks for one of its chunks gets the error; nobody may.
    slab.isRead.catch(() => undefined);
  }
}
