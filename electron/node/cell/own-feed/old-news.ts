/** What honest peers keep of branches of one feed is bounded; this is many times that. */
const KEPT_MAX = 1_000;

/**
 * Entries of our feed that were shown to us and say nothing of what is missing here: they stand under a former key, or in
 * a generation that was given up. Each member keeps a few branches of such, not all the same, and goes on naming them.
 */
export class OldNews {
  readonly #hashes = new Set<string>();

  /** Returns whether it is new here. */
  add(hash: string): boolean {
    const isNew = !this.#hashes.delete(hash);
    this.#hashes.add(hash);
    for (const oldest of this.#hashes) {
      if (this.#hashes.size <= KEPT_MAX) break;
      this.#hashes.delete(oldest);
    }
    return isNew;
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }
}
