import type { Database } from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FetchTable, OfferedMessage } from './fetch-table.ts';
import { incomingPaths } from './incoming-file.ts';
import { openToRead } from './local-file.ts';
import { isFile, SmallFiles } from './small-files.ts';

const PIECE_BYTES = 256 * 1024;

/** A file of a message, once all of it is here: in the folder of what comes, or in parts in the database. */
export class WholeFiles {
  readonly #fetches: FetchTable;
  readonly #folder: string;
  readonly #small: SmallFiles;

  constructor(db: Database, fetches: FetchTable, folder: string) {
    this.#fetches = fetches;
    this.#folder = folder;
    this.#small = new SmallFiles(db);
  }

  /** A piece of it; shorter at its end. Throws `conflict` if it is not here, `malformed` if it is not what was named. */
  async read(offered: OfferedMessage, at: number, bytes: number): Promise<Uint8Array> {
    const small = this.#smallOf(offered);
    if (small !== null) return small.subarray(at, at + bytes);
    const file = await openToRead(this.#path(offered));
    try {
      const into = Buffer.alloc(Math.max(0, Math.min(bytes, offered.file.bytes - at)));
      const { bytesRead } = await file.read(into, 0, into.length, at);
      return into.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** All of it, a piece after the other. Throws as `read`. */
  async *pieces(offered: OfferedMessage): AsyncGenerator<Uint8Array> {
    const small = this.#smallOf(offered);
    if (small !== null) return yield small;
    const file = await openToRead(this.#path(offered));
    try {
      const into = Buffer.alloc(PIECE_BYTES);
      for (let at = 0; ; ) {
        const { bytesRead } = await file.read(into, 0, into.length, at);
        if (bytesRead === 0) return;
        yield into.subarray(0, bytesRead);
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
  }

  #path({ message, file }: OfferedMessage): string {
    const isWhole = this.#fetches.fetchOf(message)?.state === 'whole';
    if (!isWhole || !('root' in file.way)) throw new GhostStackError('conflict', says('error.files.notHere'));
    return incomingPaths(this.#folder, file.way.root).part;
  }

  /** Null for a large one. */
  #smallOf({ senderDid, mid, file }: OfferedMessage): Buffer | null {
    if (!('parts' in file.way)) return null;
    const parts = this.#small.partsOf(senderDid, mid);
    const total = file.way.parts;
    if (parts.length < total)
      throw new GhostStackError('conflict', says('error.files.partsMissing', { have: parts.length, total }));
    if (!isFile(parts, file)) throw new GhostStackError('malformed', says('error.files.notNamed'));
    return Buffer.concat(parts);
  }
}
