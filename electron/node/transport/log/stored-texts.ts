import { sha256Hex } from '../../crypto/hash.ts';

/** Some minutes of the fastest transfer. */
const KEPT = 20_000;

/**
 * Entries that are known to be on disk, by their texts' digests. When several members send a newcomer the same history at
 * once, each entry is parsed and its signature checked only once.
 */
export class StoredTexts {
  /** In the order of their coming. */
  readonly #digests = new Set<string>();

  has(text: string): boolean {
    return this.#digests.has(sha256Hex(text));
  }

  add(texts: readonly string[]): void {
    for (const text of texts) this.#digests.add(sha256Hex(text));
    for (const oldest of this.#digests) {
      if (this.#digests.size <= KEPT) break;
      this.#digests.delete(oldest);
    }
  }
}
