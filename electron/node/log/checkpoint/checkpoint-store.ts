import type { Store } from '../../store/store.ts';

/** A chunk of the rows of a cell's log, as it was judged. */
export interface PartRow {
  readonly part: number;
  /** The code that judged. */
  readonly made_by: string;
  readonly rows: number;
  /** In `log_entries`, of its last row. */
  readonly last_position: number;
  readonly digest: Buffer;
  readonly data: Buffer;
}

/** A row of the log. */
export interface TextRow {
  readonly position: number;
  readonly hash: string;
  /** JCS of `{ entry, signature }`. */
  readonly entry: string;
}

/** The parts of checkpoints, and what is asked of the log's rows to know which of them a checkpoint covers. */
export class CheckpointStore {
  readonly #store: Store;
  readonly #parts;
  readonly #put;
  readonly #drop;
  readonly #positions;
  readonly #at;
  readonly #texts;

  constructor(store: Store) {
    this.#store = store;
    this.#parts = store.db.prepare<[string], PartRow>(
      `SELECT part, made_by, rows, last_position, digest, data FROM log_checkpoints
       WHERE cell = ? ORDER BY part`,
    );
    this.#put = store.db.prepare(
      `INSERT OR REPLACE INTO log_checkpoints (cell, part, made_by, rows, last_position, digest, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#drop = store.db.prepare('DELETE FROM log_checkpoints WHERE cell = ?');
    this.#positions = store.db.prepare<[string, number, number], { position: number; hash: string }>(
      'SELECT position, hash FROM log_entries NOT INDEXED WHERE cell = ? AND position > ? ORDER BY position LIMIT ?',
    );
    this.#texts = store.db.prepare<[string, number, number], TextRow>(
      `SELECT position, hash, entry FROM log_entries NOT INDEXED
       WHERE cell = ? AND position > ? ORDER BY position LIMIT ?`,
    );
    this.#at = store.db.prepare<[string, number], { hash: string }>(
      'SELECT hash FROM log_entries WHERE cell = ? AND position = ?',
    );
  }

  parts(cell: string): PartRow[] {
    return this.#parts.all(cell);
  }

  put(cell: string, { part, made_by, rows, last_position, digest, data }: PartRow): void {
    this.#store.transaction(() => this.#put.run(cell, part, made_by, rows, last_position, digest, data));
  }

  drop(cell: string): void {
    this.#store.transaction(() => this.#drop.run(cell));
  }

  /** The rows of the log after a position, in the order of storing. */
  after(cell: string, position: number, most: number): { position: number; hash: string }[] {
    return this.#positions.all(cell, position, most);
  }

  /** The same with what they say. */
  textsAfter(cell: string, position: number, most: number): TextRow[] {
    return this.#texts.all(cell, position, most);
  }

  /** Hash of the row at a position, or null. */
  hashAt(cell: string, position: number): string | null {
    return this.#at.get(cell, position)?.hash ?? null;
  }
}
