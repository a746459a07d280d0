import type { HashedEntry } from '#shared/protocol/log/entry.ts';

/** Called before an entry of one's own is made, and once it is on disk, before anybody else can see it. */
export interface WritingWatch {
  /** Throws what keeps it from being written. */
  readonly before: () => void;
  readonly after: (entry: HashedEntry) => void;
}
