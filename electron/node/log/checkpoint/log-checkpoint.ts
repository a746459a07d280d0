import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { CHUNK_ROWS } from '#shared/protocol/log/columns.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Store } from '../../store/store.ts';
import { CheckpointStore, type PartRow, type TextRow } from './checkpoint-store.ts';
import { bytesOfParts, partsOfBytes } from './part-bytes.ts';

/** Of how what is stored is laid out. */
const FORMAT = 2;

export interface Judgement {
  readonly graph: EntryGraph;
  readonly book: CellBook;
}

/** Why a checkpoint was not taken. */
export type Discarded = 'old' | 'damaged';

export interface Opened extends Judgement {
  /** Position of the last row of the log that the checkpoint covers; 0 for none. */
  readonly after: number;
  /** Null where it was taken, or there is none. */
  readonly discarded: Discarded | null;
}

export interface LogCheckpointOptions {
  readonly store: Store;
  readonly cell: string;
  /** Names the code that judges: what other code has judged is judged anew. */
  readonly code: string;
  /** Names the database: what was judged elsewhere is judged anew. */
  readonly home: string;
}

/**
 * What this home's rows of a log amount to, kept beside them, so that a start judges only what came since. It is a
 * shortcut for this database alone: it is never sent, and whoever checks a log (an export, the doctor) reads the rows.
 */
export class LogCheckpoint {
  readonly #options: LogCheckpointOptions;
  readonly #store: CheckpointStore;
  /** What is in the database now, part by part. */
  #written: Omit<PartRow, 'data'>[] = [];
  /** The rows of the log are not those of the graph, one by one: nothing is written. */
  #isOff = false;
  #taken = 0;

  constructor(options: LogCheckpointOptions) {
    this.#options = options;
    this.#store = new CheckpointStore(options.store);
  }

  /** Fills what `make` makes as far as there is a checkpoint of it; where it is not to be trusted, nothing is. */
  open(make: () => Judgement): Opened {
    const parts = this.#store.parts(this.#options.cell);
    if (parts.length === 0) return { ...make(), after: 0, discarded: null };
    if (parts.some(({ made_by }) => made_by !== this.#options.code))
      return { ...make(), after: 0, discarded: 'old' };
    try {
      const made = make();
      const after = this.#load(made, parts);
      if (after !== null) return { ...made, after, discarded: null };
    } catch {
      // Whatever it is, it is not what was written here: the rows are there to be judged.
    }
    return { ...make(), after: 0, discarded: 'damaged' };
  }

  /** Entries that were taken over at this start, whose rows were not read. */
  get taken(): number {
    return this.#taken;
  }

  /** The rows of the log after a position. */
  textsAfter(position: number, most: number): TextRow[] {
    return this.#store.textsAfter(this.#options.cell, position, most);
  }

  /** Entries that no part covers yet. */
  lag({ graph }: Pick<Judgement, 'graph'>): number {
    return this.#isOff ? 0 : graph.size - this.#covered();
  }

  /** Writes the next part, or the last one anew, in a transaction of its own. True while there is more to write. */
  write(judged: Judgement): boolean {
    if (this.lag(judged) <= 0) return false;
    const { cell, code: made_by } = this.#options;
    const { graph, book } = judged;
    const part = Math.floor(this.#covered() / CHUNK_ROWS);
    const from = part * CHUNK_ROWS;
    const before = this.#written[part - 1];
    const rows = this.#store.after(cell, before?.last_position ?? 0, CHUNK_ROWS);
    const last = rows.at(-1);
    const count = Math.min(CHUNK_ROWS, graph.size - from);
    // An entry is stored when it is applied, and in that order. Where it is not so, rows are judged at each start.
    if (rows.length !== count || !last || rows.some(({ hash }, at) => !isAt(graph, hash, from + at))) {
      this.#drop();
      this.#isOff = true;
      return false;
    }
    const data = bytesOfParts([graph.part(part), book.part(part)]);
    const row = { part, made_by, rows: count, last_position: last.position };
    const digest = this.#digest(row, data, before?.digest);
    this.#store.put(cell, { ...row, digest, data });
    this.#written = [...this.#written.slice(0, part), { ...row, digest }];
    return this.lag(judged) > 0;
  }

  /** A row was found that is not what it was: the next start judges every row, and sets aside what it must. */
  distrust(): void {
    this.#isOff = true;
    try {
      this.#drop();
    } catch {
      // What cannot be written now is found again.
    }
  }

  #drop(): void {
    this.#store.drop(this.#options.cell);
    this.#written = [];
  }

  #covered(): number {
    return this.#written.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** The position up to which it was loaded, or null where it is not what was written, or of other rows. */
  #load({ graph, book }: Judgement, parts: readonly PartRow[]): number | null {
    let before: Buffer | undefined;
    for (const [at, row] of parts.entries()) {
      if (row.part !== at || (row.rows < CHUNK_ROWS && at < parts.length - 1)) return null;
      if (!this.#digest(row, row.data, before).equals(row.digest)) return null;
      before = row.digest;
    }
    const { cell } = this.#options;
    const last = required(parts.at(-1));
    const size = parts.reduce((sum, { rows }) => sum + rows, 0);
    const read = parts.map(({ data }) => partsOfBytes(data));
    graph.load(
      read.map(([links]) => required(links)),
      size,
    );
    if (this.#store.hashAt(cell, last.last_position) !== graph.nodeAt(size - 1).hash) return null;
    book.load(
      read.map(([, verdicts]) => required(verdicts)),
      size,
    );
    this.#written = parts.map(({ data: _, ...row }) => row);
    this.#taken = size;
    return last.last_position;
  }

  #digest(row: Omit<PartRow, 'digest' | 'data'>, data: Buffer, before?: Buffer): Buffer {
    const { cell, home } = this.#options;
    const of = [FORMAT, endianness(), row.made_by, home, cell, row.part, row.rows, row.last_position];
    return createHash('sha256')
      .update(JSON.stringify(of))
      .update(before ?? '')
      .update(data)
      .digest();
  }
}

function isAt(graph: EntryGraph, hash: string, row: number): boolean {
  return graph.rows.hashes.find(hash) === row;
}

function required<T>(part: T | undefined): T {
  if (part === undefined) throw new RangeError('a part of a checkpoint is missing');
  return part;
}
