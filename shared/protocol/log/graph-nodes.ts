import type { Entry } from './entry.ts';
import type { GraphRows } from './graph-rows.ts';
import { KeptBodies } from './kept-bodies.ts';
import { type NodeSource, StoredNode } from './stored-node.ts';

/** The nodes of a graph, one for each row that was asked for, and the entries that are kept nowhere else. */
export class GraphNodes implements NodeSource {
  readonly rows: GraphRows;
  readonly kept = new KeptBodies();
  readonly #nodes: (StoredNode | undefined)[] = [];
  readonly #entries = new Map<number, Entry>();
  readonly #stored: ((hash: string) => Entry) | null;

  /** @param stored fetches an entry that was released; without it none is */
  constructor(rows: GraphRows, stored: ((hash: string) => Entry) | null) {
    this.rows = rows;
    this.#stored = stored;
  }

  readonly node = (row: number): StoredNode => {
    const known = this.#nodes[row];
    if (known) return known;
    const node = new StoredNode(this, row);
    this.#nodes[row] = node;
    return node;
  };

  /** Of the row that was added last. */
  hold(row: number, entry: Entry): void {
    this.#entries.set(row, entry);
  }

  /** Nothing was added after it. */
  removeLast(row: number): void {
    this.#nodes.length = row;
    this.#entries.delete(row);
  }

  release(row: number): void {
    const entry = this.#entries.get(row);
    if (!entry || !this.#stored) return;
    this.kept.keep(row, entry);
    this.#entries.delete(row);
  }

  /** So many rows were loaded, and are to be had from `stored`. */
  loaded(size: number): void {
    for (let row = this.#nodes.length; row < size; row += 1) this.#nodes.push(undefined);
  }

  entry(row: number): Entry {
    const entry = this.#entries.get(row) ?? this.#stored?.(this.rows.hashes.hash(row));
    if (!entry) throw new RangeError('an entry is held where nothing else keeps it');
    return entry;
  }

  heldEntry(row: number): Entry | null {
    return this.#entries.get(row) ?? null;
  }
}
