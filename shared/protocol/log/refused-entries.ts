import type { AnyCode, Refusal } from './refusal.ts';

/** So many are remembered, the newest: one that was forgotten is judged anew if it comes again. */
const REMEMBERED_MAX = 10_000;

/** Entries that were refused, so that they and what follows them are not judged again. */
export class RefusedEntries<C extends AnyCode> {
  /** By hash, in the order of their refusal. */
  readonly #refused = new Map<string, Refusal<C>>();

  has(hash: string): boolean {
    return this.#refused.has(hash);
  }

  get(hash: string): Refusal<C> | undefined {
    return this.#refused.get(hash);
  }

  add(hash: string, refused: Refusal<C>): void {
    this.#refused.set(hash, refused);
    for (const oldest of this.#refused.keys()) {
      if (this.#refused.size <= REMEMBERED_MAX) break;
      this.#refused.delete(oldest);
    }
  }
}
