import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CheckedEntry } from './signed-entry.ts';

/**
 * Entries that have their place in the graph and are not on disk yet: for as long as one call takes, or until a store
 * that failed works again. The texts of those that wait are kept here, too.
 */
export class Unsaved {
  readonly #insert: (checked: CheckedEntry) => void;
  #nodes: GraphNode[] = [];
  /** By entry, so that what the graph forgets is forgotten here. */
  readonly #carried = new WeakMap<Entry, CheckedEntry>();

  constructor(insert: (checked: CheckedEntry) => void) {
    this.#insert = insert;
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** An entry that will be stored once it is applied. */
  carry(checked: CheckedEntry): void {
    this.#carried.set(checked.entry, checked);
  }

  add(nodes: readonly GraphNode[]): void {
    this.#nodes.push(...nodes);
  }

  text({ entry }: GraphNode): string | null {
    return this.#carried.get(entry)?.text ?? null;
  }

  /** To be called within a transaction. */
  store(): void {
    for (const { hash, entry } of this.#nodes) {
      const checked = this.#carried.get(entry);
      if (!checked) throw new RangeError(`the text of entry ${hash} is not here`);
      this.#insert(checked);
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
