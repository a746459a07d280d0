import type { Entry } from '#shared/protocol/log/entry.ts';
import {
  boundsForWriting,
  type FeedBounds,
  type FeedTaken,
  feedExcess,
  NOTHING_TAKEN,
  withEntry,
} from '#shared/protocol/log/feed-bounds.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { LogStore } from './log-store.ts';

/** How much of each feed was taken, be it of this day or from its own author: in memory first, on disk with the entries. */
export class FeedsTaken {
  readonly #cell: string;
  readonly #store: LogStore;
  readonly #bounds: () => FeedBounds;
  readonly #taken = new Map<string, FeedTaken>();
  readonly #unsaved = new Set<string>();

  constructor(cell: string, store: LogStore, bounds: () => FeedBounds) {
    this.#cell = cell;
    this.#store = store;
    this.#bounds = bounds;
  }

  /** Why an author's next entry is not taken from it, or null. */
  excess(author: string, bytes: number, atMs: number): Saying | null {
    return feedExcess(withEntry(this.#of(author), bytes, atMs), this.#bounds());
  }

  /** Why an author does not write this now, or null. */
  excessForWriting({ author, kind }: Entry, bytes: number, atMs: number): Saying | null {
    return feedExcess(withEntry(this.#of(author), bytes, atMs), boundsForWriting(this.#bounds(), kind));
  }

  add(author: string, bytes: number, atMs: number): void {
    this.#taken.set(author, withEntry(this.#of(author), bytes, atMs));
    this.#unsaved.add(author);
  }

  /** To be called within a transaction. */
  store(): void {
    for (const author of this.#unsaved) this.#store.noteTaken(this.#cell, author, this.#of(author));
  }

  /** That transaction is on disk. */
  stored(): void {
    this.#unsaved.clear();
  }

  #of(author: string): FeedTaken {
    const known = this.#taken.get(author);
    if (known) return known;
    const taken = this.#store.taken(this.#cell, author) ?? NOTHING_TAKEN;
    this.#taken.set(author, taken);
    return taken;
  }
}
