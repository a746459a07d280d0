import { createHash } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChunkMap } from './chunk-map.ts';
import { chunkCount } from './chunks.ts';
import { CHUNK_BYTES } from './file-limits.ts';
import { readFully } from './local-file.ts';
import { requireWanted } from './read-file.ts';

/** How often it is made sure that what came outlives a power cut. */
const KEEP_MS = 1_000;
const SLICE_BYTES = 256 * 1024;
/** Written at once: to hand a chunk to the disk costs more than to open it. */
const SLAB_CHUNKS = 4;

/** Chunks that follow each other, and have not been written. */
interface Slab {
  readonly buffer: Buffer;
  from: number;
  count: number;
  bytes: number;
}

function emptySlab(): Slab {
  return { buffer: Buffer.alloc(SLAB_CHUNKS * CHUNK_BYTES), from: 0, count: 0, bytes: 0 };
}

interface Paths {
  readonly part: string;
  readonly map: string;
}

/** Where what comes of a file lies, and what says how much of it is there. */
export function incomingPaths(folder: string, root: string): Paths {
  return { part: join(folder, `${root}.part`), map: join(folder, `${root}.map`) };
}

export async function removeIncoming(folder: string, root: string): Promise<void> {
  const { part, map } = incomingPaths(folder, root);
  await Promise.all([rm(part, { force: true }), rm(map, { force: true }), rm(`${map}.new`, { force: true })]);
}

/** Removes what belongs to none of these roots. */
export async function sweepIncoming(folder: string, roots: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const orphans = names.filter((name) => !roots.has(name.replace(/\..*$/u, '')));
  await Promise.all(orphans.map((name) => rm(join(folder, name), { force: true })));
}

/**
 * A file that comes in chunks, in a private folder: the chunks that are there, at their places, and beside them which
 * those are. A chunk counts in the map on disk only once it is on disk itself.
 */
export class IncomingFile {
  readonly map: ChunkMap;
  /** Whether anything was written since it was opened. */
  came = false;
  readonly #paths: Paths;
  readonly #bytes: number;
  readonly #handle: FileHandle;
  #filling = emptySlab();
  #other = emptySlab();
  /** The slab that is on its way to the disk. Rejects with the file system's error, which stays: nothing is written after it. */
  #written: Promise<void> = Promise.resolve();
  /** Of what came in order, from the first chunk on: all of it, where nothing was here before. */
  readonly #inOrder = { hash: createHash('sha256'), chunks: 0 };
  #keptAtMs = performance.now();
  #keeping: Promise<void> | null = null;

  private constructor(paths: Paths, bytes: number, handle: FileHandle, map: ChunkMap) {
    this.#paths = paths;
    this.#bytes = bytes;
    this.#handle = handle;
    this.map = map;
  }

  /** Goes on with what is there. Throws the file system's errors as they are. */
  static async open(folder: string, root: string, bytes: number): Promise<IncomingFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const paths = incomingPaths(folder, root);
    const count = chunkCount(bytes);
    const kept = await readFile(paths.map).catch(() => null);
    const part = await open(paths.part, 'r+').catch(() => null);
    const map = kept && part && ChunkMap.read(kept, count);
    if (part && map) return new IncomingFile(paths, bytes, part, map);
    await part?.close();
    await removeIncoming(folder, root);
    return new IncomingFile(paths, bytes, await open(paths.part, 'wx+', 0o600), ChunkMap.empty(count));
  }

  /** Of what is on the disk. */
  get doneBytes(): number {
    return Math.min(this.#bytes, this.map.have * CHUNK_BYTES);
  }

  /**
   * Takes a chunk, which may be overwritten then: it is written with those that follow it, while others come, and counts
   * in the map when it is. Throws what the file system said of an earlier one.
   */
  async take(index: number, plain: Uint8Array): Promise<void> {
    this.came = true;
    if (this.#inOrder.chunks === index) {
      this.#inOrder.hash.update(plain);
      this.#inOrder.chunks += 1;
    }
    if (this.#filling.count > 0 && this.#filling.from + this.#filling.count !== index) await this.#turn();
    const slab = this.#filling;
    if (slab.count === 0) slab.from = index;
    slab.buffer.set(plain, slab.bytes);
    slab.bytes += plain.length;
    slab.count += 1;
    if (slab.count === SLAB_CHUNKS) await this.#turn();
  }

  /** All that was taken is written, and counted. Throws the file system's errors as they are. */
  async flush(): Promise<void> {
    await this.#turn();
    await this.#written;
  }

  /** Now and then, beside what goes on: what is counted is kept. Rejects never; `close` tells what went wrong. */
  keepSoon(): void {
    if (this.#keeping !== null || performance.now() - this.#keptAtMs < KEEP_MS) return;
    this.#keeping = this.#keep()
      .catch(() => undefined)
      .finally(() => {
        this.#keptAtMs = performance.now();
        this.#keeping = null;
      });
  }

  /**
   * Whether all of it together is what its message named; to be asked once. It is read again where a part of it came
   * before. Throws `cancelled`, and the file system's errors.
   */
  async isWhole(
    sha256: string,
    signal: AbortSignal,
    progress: (bytesDone: number) => void,
  ): Promise<boolean> {
    await this.flush();
    if (!this.map.isWhole) return false;
    if (this.#inOrder.chunks === this.map.count) return this.#inOrder.hash.digest('hex') === sha256;
    const hash = createHash('sha256');
    const slice = Buffer.alloc(SLICE_BYTES);
    for (let at = 0; at < this.#bytes; at += slice.length) {
      requireWanted(signal);
      const piece = slice.subarray(0, Math.min(slice.length, this.#bytes - at));
      if (!(await readFully(this.#handle, piece, at))) return false;
      hash.update(piece);
      progress(at + piece.length);
    }
    return hash.digest('hex') === sha256;
  }

  /** All that came is on disk when this resolves. Throws the file system's errors as they are. */
  async close(): Promise<void> {
    await this.#keeping;
    try {
      // What was written is kept, whether or not there was room for the rest.
      await this.flush().finally(() => this.#keep());
    } finally {
      await this.#handle.close();
    }
  }

  /** The slab goes to the disk, once the one before has. */
  async #turn(): Promise<void> {
    await this.#written;
    const slab = this.#filling;
    this.#filling = this.#other;
    this.#other = slab;
    this.#written = this.#write(slab);
    // Whoever takes the next one gets the error.
    this.#written.catch(() => undefined);
  }

  async #write(slab: Slab): Promise<void> {
    const position = slab.from * CHUNK_BYTES;
    for (let done = 0; done < slab.bytes; ) {
      const { bytesWritten } = await this.#handle.write(
        slab.buffer,
        done,
        slab.bytes - done,
        position + done,
      );
      done += bytesWritten;
    }
    for (let index = slab.from; index < slab.from + slab.count; index++) this.map.add(index);
    slab.count = 0;
    slab.bytes = 0;
  }

  async #keep(): Promise<void> {
    const counted = this.map.bytes;
    await this.#handle.datasync();
    const file = await open(`${this.#paths.map}.new`, 'w', 0o600);
    try {
      await file.writeFile(counted);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${this.#paths.map}.new`, this.#paths.map);
  }
}
