import type { Covers } from './covers.ts';
import type { VouchedEntry } from './judge-texts.ts';
import type { LogStore } from './log-store.ts';
import { isSigned, withoutSignature } from './read-entry.ts';

/**
 * Entries whose own signature does not hold and that no entry of the log covers, since what covers them has no place in
 * it (yet): that is kept beside them, and goes with them wherever they go.
 */
export class LooseEnds {
  readonly #cell: string;
  readonly #store: LogStore;
  readonly #covers: Covers;
  /** By the hash of the covered entry: the text that covers it, and what covers that, up to a signature that holds. */
  readonly #texts = new Map<string, readonly string[]>();

  constructor(cell: string, store: LogStore, covers: Covers) {
    this.#cell = cell;
    this.#store = store;
    this.#covers = covers;
    for (const { covered, entry } of store.covers(cell))
      this.#texts.set(covered, [...(this.#texts.get(covered) ?? []), entry]);
  }

  /** What goes with an entry. */
  textsFor(hash: string): readonly string[] {
    return this.#texts.get(hash) ?? [];
  }

  /** How an entry is stored that nothing else in the log covers; within the transaction that stores it. */
  settled(vouched: VouchedEntry): VouchedEntry {
    if (vouched.holds ?? isSigned(vouched)) return { ...vouched, holds: true };
    const texts: string[] = [];
    for (let cover = this.#covers.of(vouched); cover; cover = this.#covers.of(cover)) {
      const holds = cover.holds ?? isSigned(cover);
      texts.push(holds ? cover.text : withoutSignature(cover).text);
      if (holds) break;
    }
    this.#store.setCovers(this.#cell, vouched.hash, texts);
    this.#texts.set(vouched.hash, texts);
    return { ...withoutSignature(vouched), holds: false };
  }

  /** The log has an entry now that covers this one; within the transaction that stores it. */
  covered(hash: string): void {
    if (!this.#texts.has(hash)) return;
    this.#store.setCovers(this.#cell, hash, []);
    this.#texts.delete(hash);
  }
}
