import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import type { VouchedEntry } from './judge-texts.ts';
import type { Unsaved } from './unsaved.ts';
import { type Behind, behindCover } from './vouching.ts';

/** So many that do not wait are remembered, the newest: what they cover can come again, with its signature. */
const KEPT_MAX = 64;

/** Authentic entries that have no place in the log, and vouch all the same: those that wait, and those that were not taken. */
export class Covers {
  readonly #graph: EntryGraph;
  readonly #unsaved: Unsaved;
  /** By what each covers (`nameOf`), in the order of their coming. */
  readonly #covers = new Map<string, VouchedEntry>();

  constructor(graph: EntryGraph, unsaved: Unsaved) {
    this.#graph = graph;
    this.#unsaved = unsaved;
  }

  /** One that was not given a place. */
  add(vouched: VouchedEntry): void {
    const { prev } = vouched.entry;
    const node = this.#graph.get(prev);
    // What is stored has what it needs.
    if (node && !this.#unsaved.carried(node.entry)) return;
    const covered = nameOf(prev, vouched);
    const known = this.#covers.get(covered);
    if (known && known.behind.entries <= vouched.behind.entries && this.#isLeft(known)) return;
    this.#covers.delete(covered);
    this.#covers.set(covered, vouched);
  }

  /** To be called between one frame and the next. */
  trim(): void {
    let left = this.#covers.size;
    for (const [covered, { hash }] of this.#covers) {
      if (left <= KEPT_MAX) break;
      if (this.#graph.isWaiting(hash)) continue;
      this.#covers.delete(covered);
      left -= 1;
    }
  }

  /** The nearest that vouches for an entry, or null. */
  of(covered: HashedEntry): VouchedEntry | null {
    const cover = this.#covers.get(nameOf(covered.hash, covered));
    return cover && this.#isLeft(cover) ? cover : null;
  }

  /** How far behind a signature such an entry is, or null. */
  behind(covered: HashedEntry & { readonly text: string }): Behind | null {
    const cover = this.of(covered);
    return cover && behindCover(cover.behind, covered);
  }

  /** Not one that found its place after all. */
  #isLeft({ hash }: VouchedEntry): boolean {
    return this.#graph.get(hash) === undefined;
  }
}

/** An entry as those see it that may cover it: what stands under another name or key covers nothing of it. */
function nameOf(hash: string, { entry }: Pick<HashedEntry, 'entry'>): string {
  return `${hash} ${entry.author} ${entry.key}`;
}
