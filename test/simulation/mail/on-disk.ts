import Database from 'better-sqlite3';

/** What is on somebody's disk. */
export interface OnDisk {
  /** What it has received, oldest first. */
  readonly texts: readonly string[];
  /** What became of what it has written, by its text: one for each recipient. */
  readonly fates: ReadonlyMap<string, readonly Fate[]>;
}

export interface Fate {
  readonly did: string;
  readonly state: string;
}

/** Reads a disk past the process that it belongs to, which may be dead. */
export class DiskReader {
  readonly #db: Database.Database;
  readonly #received: Database.Statement;
  readonly #fates: Database.Statement;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#received = this.#db
      .prepare("SELECT payload FROM messages WHERE direction = 'in' ORDER BY id")
      .pluck();
    this.#fates = this.#db.prepare(
      `SELECT payload AS text, recipient_did AS did, deliveries.state AS state FROM deliveries
       JOIN messages ON messages.id = message WHERE direction = 'out'`,
    );
  }

  read(): OnDisk {
    const fates = this.#fates.all() as (Fate & { text: string })[];
    return { texts: this.#received.all() as string[], fates: Map.groupBy(fates, ({ text }) => text) };
  }

  close(): void {
    this.#db.close();
  }
}
