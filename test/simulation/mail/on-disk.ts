import Database from 'better-sqlite3';

/** What is on somebody's disk. */
export interface OnDisk {
  /** What it has received, oldest first. */
  readonly texts: readonly string[];
  /** What became of what it has written, by its text: one for each recipient. */
  readonly fates: ReadonlyMap<string, readonly Fate[]>;
  /** Envelopes of others that it carries. */
  readonly parcels: readonly { readonly sender: string; readonly recipient: string; readonly text: string }[];
}

export interface Fate {
  readonly did: string;
  readonly state: string;
}

/** Reads a disk past the process that it belongs to, which may be dead. */
export class DiskReader {
  readonly #path: string;
  #db: Database.Database;

  constructor(path: string) {
    this.#path = path;
    this.#db = new Database(path, { readonly: true });
  }

  read(): OnDisk {
    const fates = this.#all(
      `SELECT payload AS text, recipient_did AS did, deliveries.state AS state FROM deliveries
       JOIN messages ON messages.id = message WHERE direction = 'out'`,
    ) as (Fate & { text: string })[];
    const texts = this.#all("SELECT payload AS text FROM messages WHERE direction = 'in' ORDER BY id") as {
      text: string;
    }[];
    return {
      texts: texts.map(({ text }) => text),
      fates: Map.groupBy(fates, ({ text }) => text),
      parcels: this.#all(
        'SELECT sender_did AS sender, recipient_did AS recipient, substr(hash, 1, 8) AS text FROM parcels',
      ) as OnDisk['parcels'],
    };
  }

  /** Of what it has sealed, one envelope for each recipient. */
  envelopeBytes(): number {
    const [row] = this.#all('SELECT COALESCE(SUM(envelope_bytes), 0) AS bytes FROM deliveries');
    return (row as { bytes: number }).bytes;
  }

  /** The whole of it, as a backup has it. */
  copy(): Uint8Array {
    return this.#db.serialize();
  }

  /** Another file is at its place. */
  reopen(): void {
    this.#statements.clear();
    this.#db = new Database(this.#path, { readonly: true });
  }

  close(): void {
    this.#db.close();
  }

  readonly #statements = new Map<string, Database.Statement>();

  #all(sql: string): unknown[] {
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement.all();
  }
}
