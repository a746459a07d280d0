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

/** The parts of checkpoints, and what is asked of the log's rows to know which of them a checkpoint covers. */
export class CheckpointStore {
  readonly #store: Store;
  readonly #parts;
  readonly #put;
  readonly #drop;
  readonly #positions;
  readonly #at;
  readonly #upTo;

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
    this.#upTo = store.db
      .prepare<[string, number], number>('SELECT count(*) FROM log_entries WHERE cell = ? AND position <= ?')
      .pluck();
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

  /** How many rows the log has up to a position. */
  countTo(cell: string, position: number): number {
    return this.#upTo.get(cell, position) ?? 0;
  }

  /** Hash of the row at a position, or null. */
  hashAt(cell: string, position: number): string | null {
    return this.#at.get(cell, position)?.hash ?? null;
  }
}
