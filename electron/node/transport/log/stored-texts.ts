/** Some minutes of the fastest transfer. */
const KEPT = 20_000;

/**
 * Entries that are known to be on disk, by their texts' digests. When several members send a newcomer the same history at
 * once, each entry is parsed and its signature checked only once.
 */
export class StoredTexts {
  /** In the order of their coming. */
  readonly #digests = new Set<string>();

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  add(digests: readonly string[]): void {
    for (const digest of digests) this.#digests.add(digest);
    for (const oldest of this.#digests) {
      if (this.#digests.size <= KEPT) break;
      this.#digests.delete(oldest);
    }
  }
}
