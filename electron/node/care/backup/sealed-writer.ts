import type { FileHandle } from 'node:fs/promises';
import { keyFor } from './backup-key.ts';
import { CHUNK_BYTES, sealChunk } from './chunks.ts';
import type { Header } from './header.ts';

/** Writes header and chunks to an empty file. Holds one chunk, however much comes. */
export class SealedWriter {
  readonly #file: FileHandle;
  readonly #header: Header;
  readonly #key: Uint8Array;
  readonly #waiting = Buffer.alloc(CHUNK_BYTES);
  #length = 0;
  #number = 0;
  #hasHeader = false;

  constructor(file: FileHandle, header: Header, root: Uint8Array) {
    this.#file = file;
    this.#header = header;
    this.#key = keyFor('chunks', root, header.nonce);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      // Only when more follows is it known that a full chunk is not the last one.
      if (this.#length === CHUNK_BYTES) await this.#seal(false);
      const part = bytes.subarray(at, at + CHUNK_BYTES - this.#length);
      this.#waiting.set(part, this.#length);
      this.#length += part.length;
      at += part.length;
    }
  }

  /** Seals what is left as the last chunk. All of it is on disk when this resolves. */
  async end(): Promise<void> {
    await this.#seal(true);
    this.#key.fill(0);
    this.#waiting.fill(0);
    await this.#file.sync();
  }

  async #seal(isLast: boolean): Promise<void> {
    if (!this.#hasHeader) await writeAll(this.#file, this.#header.bytes);
    this.#hasHeader = true;
    const place = { number: this.#number, isLast };
    const plain = this.#waiting.subarray(0, this.#length);
    await writeAll(this.#file, sealChunk(this.#key, this.#header.bytes, place, plain));
    this.#number += 1;
    this.#length = 0;
  }
}

export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}
