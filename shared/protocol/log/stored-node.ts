import type { Entry } from './entry.ts';
import type { GraphNode } from './entry-graph.ts';
import type { GraphRows } from './graph-rows.ts';
import type { KeptBodies } from './kept-bodies.ts';

/** What a node is read from. */
export interface NodeSource {
  readonly rows: GraphRows;
  node(row: number): StoredNode;
  /** The entry itself, wherever it is kept. */
  entry(row: number): Entry;
  /** The same while it is kept here, or null. */
  heldEntry(row: number): Entry | null;
  readonly kept: KeptBodies;
}

/** An entry of a graph: nothing but the place at which all is read that is asked of it. */
export class StoredNode implements GraphNode {
  readonly row: number;
  readonly #source: NodeSource;

  constructor(source: NodeSource, row: number) {
    this.#source = source;
    this.row = row;
  }

  /** False for a node of another graph. */
  isOf(source: NodeSource): boolean {
    return this.#source === source;
  }

  get hash(): string {
    return this.#source.rows.hashes.hash(this.row);
  }

  get entry(): Entry {
    return this.#source.heldEntry(this.row) ?? new StoredEntry(this.#source, this.row);
  }

  get prev(): GraphNode | null {
    const prev = this.#source.rows.prev.get(this.row);
    return prev < 0 ? null : this.#source.node(prev);
  }

  get parents(): readonly GraphNode[] {
    return this.#source.rows.parents(this.row).map((row) => this.#source.node(row));
  }

  get height(): number {
    return this.#source.rows.height.get(this.row);
  }

  get depth(): number {
    return this.#source.rows.depth.get(this.row);
  }

  get version(): number {
    return this.#source.rows.version.get(this.row);
  }

  get tips(): ReadonlyMap<string, readonly GraphNode[]> {
    return this.#source.rows.named(this.#source.rows.tipsOf(this.row), (row) => this.#source.node(row));
  }
}

/** What an entry says: its place, author, kind and time are at hand, its body and what it has seen are fetched. */
class StoredEntry implements Entry {
  readonly #source: NodeSource;
  readonly #row: number;

  constructor(source: NodeSource, row: number) {
    this.#source = source;
    this.#row = row;
  }

  get v(): 1 {
    return 1;
  }

  get cell(): string {
    return this.#whole.cell;
  }

  get author(): string {
    const { rows } = this.#source;
    return rows.authors.text(rows.author.get(this.#row));
  }

  get gen(): number {
    return this.#source.rows.gen.get(this.#row);
  }

  get seq(): number {
    return this.#source.rows.seq.get(this.#row);
  }

  get prev(): string {
    return this.#whole.prev;
  }

  get seen(): Entry['seen'] {
    return this.#whole.seen;
  }

  get at(): number {
    return this.#source.rows.at.get(this.#row);
  }

  get kind(): string {
    const { rows } = this.#source;
    return rows.kinds.text(rows.kind.get(this.#row));
  }

  get body(): Entry['body'] {
    return this.#source.kept.body(this.#row, () => this.#whole.body) ?? this.#whole.body;
  }

  get key(): string {
    const { rows } = this.#source;
    return rows.keys.text(rows.key.get(this.#row));
  }

  /** For whoever writes it out. */
  toJSON(): Entry {
    return this.#whole;
  }

  get #whole(): Entry {
    return this.#source.entry(this.#row);
  }
}
