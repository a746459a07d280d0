import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { errorCode } from '../../store/atomic-file.ts';
import { storeError } from '../../store/classify-error.ts';
import { backupKey, keyFor } from './backup-key.ts';
import { HEADER_BYTES, type Header, readHeader, requireKey } from './header.ts';
import { MANIFEST_MAX_BYTES, type Manifest, type Part, readManifest } from './manifest.ts';
import { openedChunks, type SealedFile } from './sealed-reader.ts';
import { requireWanted, type Work } from './work.ts';

/** Takes the bytes of one part, in order. */
export type PartTaker = (part: Part, pieces: AsyncIterable<Buffer>) => Promise<void>;

/** A backup whose passphrase was right. Its content is read once, from the first byte to the last. */
export class OpenedBackup {
  readonly path: string;
  readonly header: Header;
  readonly #sealed: SealedFile;
  readonly #root: Uint8Array;

  constructor(sealed: SealedFile, header: Header, root: Uint8Array) {
    this.path = sealed.path;
    this.header = header;
    this.#sealed = sealed;
    this.#root = root;
  }

  /** Seals the keys in it where they are not sealed by a passphrase of their own. */
  get keySecret(): Uint8Array {
    return keyFor('keys', this.#root, this.header.nonce);
  }

  /**
   * Gives each part to `take`, which must read it to its end; then it is known to be the part that was written.
   * @throws {GhostStackError} `malformed` at the first byte that is not, `cancelled`
   */
  async read(work: Work, begin: (manifest: Manifest) => Promise<PartTaker> | PartTaker): Promise<Manifest> {
    const pieces = new Pieces(openedChunks(this.#sealed, this.header, this.#root));
    try {
      const { manifest, total } = await this.#begin(pieces);
      const take = await begin(manifest);
      let done = 0;
      for (const part of manifest.parts) {
        const hash = createHash('sha256');
        const counted = async function* (): AsyncGenerator<Buffer> {
          for await (const piece of pieces.upTo(part.size)) {
            requireWanted(work.signal);
            hash.update(piece);
            done += piece.length;
            work.progress('checking', done, total);
            yield piece;
          }
        };
        await take(part, counted());
        if (hash.digest('hex') !== part.sha256) {
          throw new GhostStackError(
            'malformed',
            says('error.care.partDamaged', { path: this.path, part: part.name }),
          );
        }
      }
      return manifest;
    } finally {
      await pieces.end();
    }
  }

  /** In place of `read`: what it says about itself. Throws `malformed` if that is damaged. */
  async manifest(): Promise<Manifest> {
    const pieces = new Pieces(openedChunks(this.#sealed, this.header, this.#root));
    try {
      return (await this.#begin(pieces)).manifest;
    } finally {
      await pieces.end();
    }
  }

  async #begin(pieces: Pieces): Promise<{ manifest: Manifest; total: number }> {
    const length = (await pieces.exactly(4)).readUInt32BE();
    if (length > MANIFEST_MAX_BYTES) throw this.#unreadable();
    const manifest = readManifest(await pieces.exactly(length), this.path);
    const total = manifest.parts.reduce((sum, { size }) => sum + size, 0);
    if (4 + length + total !== this.header.contentBytes) throw this.#unreadable();
    return { manifest, total };
  }

  async close(): Promise<void> {
    this.#root.fill(0);
    await this.#sealed.file.close();
  }

  #unreadable(): GhostStackError {
    return new GhostStackError('malformed', says('error.care.manifestUnreadable', { path: this.path }));
  }
}

/**
 * Opens a file by its passphrase, or by the key that made it.
 * @throws {GhostStackError} `not-found`, `malformed`, `unsupported`, `wrong-passphrase`, each naming what is wrong
 */
export async function openBackup(path: string, secret: string | Uint8Array): Promise<OpenedBackup> {
  const file = await openFile(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new GhostStackError('malformed', says('error.care.notBackup', { path }));
    const head = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(head, 0, HEADER_BYTES, 0);
    const header = readHeader(head.subarray(0, bytesRead), path);
    const root =
      typeof secret === 'string'
        ? (await backupKey(secret, header.salt, header.cost)).root
        : Uint8Array.from(secret);
    requireKey(root, header);
    return new OpenedBackup({ file, size: stats.size, path }, header, root);
  } catch (error) {
    await file.close();
    throw storeError(error, path) ?? error;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const isMissing = errorCode(cause) === 'ENOENT';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GhostStackError(
      'not-found',
      isMissing
        ? says('error.care.noBackup', { path })
        : says('error.care.backupNotOpened', { path, reason }),
      { cause },
    );
  }
}

/** Bytes that come in chunks, taken in other lengths. */
class Pieces {
  readonly #chunks: AsyncGenerator<Buffer, void>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncGenerator<Buffer, void>) {
    this.#chunks = chunks;
  }

  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const piece of this.upTo(length)) parts.push(piece);
    const all = Buffer.concat(parts);
    return all.length === length ? all : Buffer.concat([all], length);
  }

  async *upTo(length: number): AsyncGenerator<Buffer> {
    for (let wanted = length; wanted > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) return;
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, wanted);
      this.#rest = this.#rest.subarray(piece.length);
      wanted -= piece.length;
      yield piece;
    }
  }

  async end(): Promise<void> {
    await this.#chunks.return();
  }
}
