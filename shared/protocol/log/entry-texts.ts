import type { HashedEntry } from './entry.ts';

/**
 * Reads entries of other cells that an entry carries in its body. That takes a hash and a signature, which are no part of
 * this kernel.
 */
export interface EntryTexts {
  /** The entry and its hash if it passes the checks of a text, its own signature among them; else null. */
  read(text: string): HashedEntry | null;
  /** The same for `{ entry, signature }` as a value. */
  readSigned(signed: unknown): HashedEntry | null;
}

/** For logs whose entries carry none. */
export const NO_TEXTS: EntryTexts = { read: () => null, readSigned: () => null };
