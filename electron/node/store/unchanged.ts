import type { Database, Statement } from 'better-sqlite3';

/** A state of the database, as far as one connection can tell. */
export interface Moment {
  readonly ours: unknown;
  readonly others: unknown;
}

/** Tells whether anybody has written to a database meanwhile: on this connection, or on another one. */
export class Unchanged {
  readonly #ours: Statement;
  readonly #others: Statement;

  constructor(db: Database) {
    this.#ours = db.prepare('SELECT total_changes()').pluck();
    this.#others = db.prepare('PRAGMA data_version').pluck();
  }

  now(): Moment {
    return { ours: this.#ours.get(), others: this.#others.get() };
  }

  /** Within a transaction, it then stays so. */
  since({ ours, others }: Moment): boolean {
    return ours === this.#ours.get() && others === this.#others.get();
  }
}
