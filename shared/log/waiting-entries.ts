import type { HashedEntry } from './entry.ts';

/** Entries that wait until those before them are here. */
export class WaitingEntries {
  readonly #entries = new Map<string, HashedEntry>();
  /** Entry that waits -> hashes that it lacks. */
  readonly #lacks = new Map<string, Set<string>>();
  /** Hash that is lacking -> entries that wait for it. */
  readonly #waitFor = new Map<string, Set<string>>();

  get size(): number {
    return this.#entries.size;
  }

  has(hash: string): boolean {
    return this.#entries.has(hash);
  }

  values(): IterableIterator<HashedEntry> {
    return this.#entries.values();
  }

  add(entry: HashedEntry, missing: readonly string[]): void {
    this.#entries.set(entry.hash, entry);
    this.#lacks.set(entry.hash, new Set(missing));
    for (const hash of missing) {
      const waiters = this.#waitFor.get(hash);
      if (waiters) waiters.add(entry.hash);
      else this.#waitFor.set(hash, new Set([entry.hash]));
    }
  }

  /** Entries that lack this one, by hash. */
  waitersFor(hash: string): HashedEntry[] {
    return [...(this.#waitFor.get(hash) ?? [])].sort().flatMap((waiter) => this.#entries.get(waiter) ?? []);
  }

  forget(hash: string): void {
    for (const missing of this.#lacks.get(hash) ?? []) {
      const waiters = this.#waitFor.get(missing);
      waiters?.delete(hash);
      if (waiters?.size === 0) this.#waitFor.delete(missing);
    }
    this.#lacks.delete(hash);
    this.#entries.delete(hash);
  }

  /** An entry is here now: those that lack nothing else wait no more. */
  arrived(hash: string): HashedEntry[] {
    const free = this.waitersFor(hash).filter((waiter) => {
      const lacks = this.#lacks.get(waiter.hash);
      lacks?.delete(hash);
      return lacks?.size === 0;
    });
    this.#waitFor.delete(hash);
    for (const waiter of free) this.forget(waiter.hash);
    return free;
  }
}
