import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import type { VouchedEntry } from './judge-texts.ts';
import type { Unsaved } from './unsaved.ts';
import { type Behind, behindCover, isCover } from './vouching.ts';

/** So many are remembered, the newest: what they cover can come again, with its signature. */
const KEPT_MAX = 64;

/** Authentic entries that have no place in the log, and vouch all the same: those that wait, and those that were not taken. */
export class Covers {
  readonly #graph: EntryGraph;
  readonly #unsaved: Unsaved;
  /** What was not taken, by the hash of the entry that it covers. */
  readonly #notTaken = new Map<string, VouchedEntry>();

  constructor(graph: EntryGraph, unsaved: Unsaved) {
    this.#graph = graph;
    this.#unsaved = unsaved;
  }

  notTaken(vouched: VouchedEntry): void {
    const { prev } = vouched.entry;
    const node = this.#graph.get(prev);
    // What is stored has what it needs.
    if (node && !this.#unsaved.carried(node.entry)) return;
    const nearer = this.#notTaken.get(prev);
    if (!nearer || nearer.behind.entries > vouched.behind.entries) this.#notTaken.set(prev, vouched);
  }

  /** To be called between one frame and the next. */
  trim(): void {
    for (const oldest of this.#notTaken.keys()) {
      if (this.#notTaken.size <= KEPT_MAX) break;
      this.#notTaken.delete(oldest);
    }
  }

  /** The nearest that vouches for an entry, or null. */
  of(covered: HashedEntry): VouchedEntry | null {
    const waiting = this.#graph
      .waitersFor(covered.hash)
      .filter(({ entry }) => isCover(entry, covered))
      .flatMap(({ entry }) => this.#unsaved.carried(entry) ?? []);
    const refused = this.#notTaken.get(covered.hash);
    const all = refused && isCover(refused.entry, covered) ? [...waiting, refused] : waiting;
    return all.reduce<VouchedEntry | null>(
      (nearest, cover) => (nearest && nearest.behind.entries <= cover.behind.entries ? nearest : cover),
      null,
    );
  }

  /** How far behind a signature such an entry is, or null. */
  behind(covered: HashedEntry & { readonly text: string }): Behind | null {
    const cover = this.of(covered);
    return cover && behindCover(cover.behind, covered);
  }
}
