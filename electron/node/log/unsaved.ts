import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { VouchedEntry } from './judge-texts.ts';
import { isCover } from './vouching.ts';

/**
 * Entries that have their place in the graph and are not on disk yet: for as long as one call takes, or until a store
 * that failed works again. The texts of those that wait are kept here, too.
 */
export class Unsaved {
  readonly #insert: (vouched: VouchedEntry, isCovered: boolean) => void;
  #nodes: GraphNode[] = [];
  /** By entry, so that what the graph forgets is forgotten here. */
  readonly #carried = new WeakMap<Entry, VouchedEntry>();

  /** `insert` is also told whether what covers an entry is stored with it. */
  constructor(insert: (vouched: VouchedEntry, isCovered: boolean) => void) {
    this.#insert = insert;
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** An entry that will be stored once it is applied. */
  carry(vouched: VouchedEntry): void {
    this.#carried.set(vouched.entry, vouched);
  }

  add(nodes: readonly GraphNode[]): void {
    this.#nodes.push(...nodes);
  }

  text({ entry }: GraphNode): string | null {
    return this.carried(entry)?.text ?? null;
  }

  carried(entry: Entry): VouchedEntry | null {
    return this.#carried.get(entry) ?? null;
  }

  /** To be called within a transaction. */
  store(): void {
    const covered = new Set<GraphNode>();
    for (const { entry, prev } of this.#nodes) if (prev && isCover(entry, prev)) covered.add(prev);
    for (const node of this.#nodes) {
      const { hash, entry } = node;
      const vouched = this.#carried.get(entry);
      if (!vouched) throw new RangeError(`the text of entry ${hash} is not here`);
      this.#insert(vouched, covered.has(node));
    }
  }

  /** That transaction is on disk; returns what it stored. */
  stored(): GraphNode[] {
    const stored = this.#nodes;
    this.#nodes = [];
    for (const { entry } of stored) this.#carried.delete(entry);
    return stored;
  }
}
