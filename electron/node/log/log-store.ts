import type { Store } from '../store/store.ts';
import { type CheckedEntry, readStoredEntry } from './signed-entry.ts';

interface Row {
  hash: string;
  entry: string;
}

/** The rows of the log: append-only, nothing is ever changed or removed. */
export class LogStore {
  readonly #store: Store;
  readonly #insert;
  readonly #all;
  readonly #newestOwn;
  readonly #text;
  readonly #storedAt;
  readonly #latestStoredAt;

  constructor(store: Store) {
    this.#store = store;
    this.#insert = store.db.prepare(
      `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING`,
    );
    this.#all = store.db.prepare<[string], Row>(
      'SELECT hash, entry FROM log_entries WHERE cell = ? ORDER BY position',
    );
    this.#newestOwn = store.db.prepare<[string, string, string], { hash: string }>(
      `SELECT hash FROM log_entries WHERE cell = ? AND author = ? AND json_extract(entry, '$.entry.key') = ?
       ORDER BY gen DESC, seq DESC LIMIT 1`,
    );
    this.#storedAt = store.db.prepare<[string], { received_at_ms: number }>(
      'SELECT received_at_ms FROM log_entries WHERE hash = ?',
    );
    this.#latestStoredAt = store.db.prepare<[string], { latest: number | null }>(
      'SELECT max(received_at_ms) AS latest FROM log_entries WHERE cell = ?',
    );
    this.#text = store.db.prepare<[string], { entry: string }>(
      'SELECT entry FROM log_entries WHERE hash = ?',
    );
  }

  /** One IMMEDIATE transaction: what `run` reads stays true until its rows are on disk. */
  transaction<T>(run: () => T): T {
    return this.#store.transaction(run);
  }

  /** Stores an entry of a cell; one that is stored already is left as it is. */
  insert(cell: string, checked: CheckedEntry, receivedAtMs: number): void {
    const { hash, entry, text } = checked;
    this.#insert.run(cell, hash, entry.author, entry.gen, entry.seq, entry.kind, text, receivedAtMs);
  }

  /** Every entry of a cell in the order of arrival. */
  entries(cell: string): CheckedEntry[] {
    return this.#all.all(cell).map((row) => readStoredEntry(row.hash, row.entry));
  }

  /**
   * Hash of the entry with the highest (gen, seq) that the author's own key (a Multikey) has signed, or null. Anybody
   * can write an author's name into an entry.
   */
  newest(cell: string, author: string, key: string): string | null {
    return this.#newestOwn.get(cell, author, key)?.hash ?? null;
  }

  /** When this node stored an entry, ms since the epoch, or null. */
  storedAtMs(hash: string): number | null {
    return this.#storedAt.get(hash)?.received_at_ms ?? null;
  }

  /** The latest of these times in a cell, or 0. */
  latestStoredAtMs(cell: string): number {
    return this.#latestStoredAt.get(cell)?.latest ?? 0;
  }

  /** The text that carries an entry, or null. */
  text(hash: string): string | null {
    return this.#text.get(hash)?.entry ?? null;
  }
}
