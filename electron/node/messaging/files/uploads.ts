import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Attachment, Attachments } from './attachments.ts';

interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly path: string;
  /** The conversation in which it was chosen. */
  readonly thread?: string | undefined;
  done: number;
  /** While a piece is being written. */
  isBusy: boolean;
}

/** Of several pages at once, more than anybody has; each up to FILE_MAX_BYTES on the disk. */
const UPLOADS_MAX = 8;

/** Files that have no path on this computer come in pieces into a private folder of the home, and are sent from there. */
export class Uploads {
  readonly #folder: string;
  readonly #attachments: Attachments;
  readonly #present = new Map<string, Upload>();

  constructor(folder: string, attachments: Attachments) {
    this.#folder = folder;
    this.#attachments = attachments;
  }

  /** Throws `conflict` while too many are under way. */
  async begin(file: Pick<Upload, 'name' | 'type' | 'bytes' | 'thread'>): Promise<string> {
    if (this.#present.size >= UPLOADS_MAX)
      throw new GhostStackError('conflict', says('error.files.manyUploads'));
    const id = randomBytes(16).toString('hex');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, id);
    // Before it is there: a sweep must not take it for one that nobody needs.
    this.#present.set(id, { ...file, path, done: 0, isBusy: false });
    try {
      await (await open(path, 'wx', 0o600)).close();
    } catch (error) {
      this.#present.delete(id);
      throw error;
    }
    return id;
  }

  /** The attachment, once the last piece is there. Throws `not-found`; `conflict` for a piece that does not follow. */
  async piece(id: string, at: number, data: Uint8Array): Promise<Attachment | null> {
    const upload = this.#present.get(id);
    if (upload === undefined) throw new GhostStackError('not-found', says('error.files.notAttached'));
    if (upload.isBusy || at !== upload.done || data.length === 0 || at + data.length > upload.bytes)
      throw new GhostStackError('conflict', says('error.files.pieceOrder'));
    upload.isBusy = true;
    try {
      const file = await open(upload.path, 'r+');
      try {
        for (let done = 0; done < data.length; )
          done += (await file.write(data, done, data.length - done, at + done)).bytesWritten;
      } finally {
        await file.close();
      }
      upload.done += data.length;
    } finally {
      upload.isBusy = false;
    }
    if (upload.done < upload.bytes) return null;
    try {
      return await this.#attachments.attach(upload.path, { staged: upload, thread: upload.thread });
    } finally {
      this.#present.delete(id);
    }
  }

  async end(id: string): Promise<void> {
    const upload = this.#present.get(id);
    this.#present.delete(id);
    if (upload) await rm(upload.path, { force: true });
  }

  /** Removes the copies that nobody needs any more, also those of before the last start. */
  async sweep(needed: () => readonly string[]): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    // What has come meanwhile is not among the names, and what is needed is asked for when they are known.
    const kept = new Set([
      ...needed(),
      ...this.#attachments.staged(),
      ...[...this.#present.values()].map(({ path }) => path),
    ]);
    const paths = names.map((name) => join(this.#folder, name));
    await Promise.all(paths.filter((path) => !kept.has(path)).map((path) => rm(path, { force: true })));
  }
}
