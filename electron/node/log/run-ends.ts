import { isSigned, type ReadEntry } from './read-entry.ts';
import { isCover } from './vouching.ts';

interface RunEnd {
  readonly read: ReadEntry;
  readonly line: number;
}

/**
 * Vouching for a log that is read once, from its beginning: what is kept of it are the entries for which nothing that came
 * later vouches, some for each feed. If their own signatures hold, all the others are authentic.
 */
export class RunEnds {
  readonly #ends = new Map<string, RunEnd>();

  add(read: ReadEntry, line: number): void {
    const before = this.#ends.get(read.entry.prev);
    if (before && isCover(read.entry, before.read)) this.#ends.delete(before.read.hash);
    this.#ends.set(read.hash, { read, line });
  }

  /** The first of them that is not signed, or null. */
  notSigned(): RunEnd | null {
    for (const end of this.#ends.values()) if (!isSigned(end.read)) return end;
    return null;
  }
}
