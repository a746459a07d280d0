import type { Statement } from 'better-sqlite3';
import type { Store } from '../store/store.ts';

interface State {
  readonly version: number;
  readonly messages_to: number;
  readonly log_to: number;
}

interface Change {
  readonly id: number;
  readonly op: 'add' | 'forget';
  readonly source: 'message' | 'entry';
  readonly number: number;
  readonly title: string | null;
  readonly text: string | null;
}

/** A transaction takes about as long, and holds as many rows at least and at most. */
const SLICE_MS = 8;
const ROWS_MIN = 16;
const ROWS_MAX = 1024;

/**
 * Brings the index to where the rows are. The first filling, the next message and a filling anew are the same: what is
 * beyond the last number that is indexed, and then what has changed before it.
 */
export class Filling {
  readonly #store: Store;
  readonly #state: Statement;
  #rows = ROWS_MIN * 4;

  constructor(store: Store) {
    this.#store = store;
    this.#state = store.db.prepare('SELECT version, messages_to, log_to FROM search_state');
  }

  state(): State {
    return this.#state.get() as State;
  }

  /** To be called in a transaction. */
  beginAnew(version: number): void {
    const { db } = this.#store;
    db.prepare('DELETE FROM search_changes').run();
    db.prepare('UPDATE search_state SET version = ?, messages_to = 0, log_to = 0').run(version);
  }

  /** Returns whether there is more. */
  fill(budgetMs: number): boolean {
    const endMs = performance.now() + budgetMs;
    while (this.left() > 0) {
      const startMs = performance.now();
      this.#store.transaction(() => this.#slice());
      const tookMs = Math.max(0.5, performance.now() - startMs);
      this.#rows = Math.round(Math.min(ROWS_MAX, Math.max(ROWS_MIN, (this.#rows * SLICE_MS) / tookMs)));
      if (performance.now() >= endMs) return this.left() > 0;
    }
    return false;
  }

  /** Rows that are not indexed, about: numbers that were given up count, too. */
  left(): number {
    const { messages_to, log_to } = this.state();
    const { messages, log, changes } = this.#ends();
    return Math.max(0, messages - messages_to) + Math.max(0, log - log_to) + changes;
  }

  hasChanges(): boolean {
    return this.#store.db.prepare('SELECT EXISTS (SELECT 1 FROM search_changes)').pluck().get() === 1;
  }

  total(): number {
    const { messages, log } = this.#ends();
    return messages + log;
  }

  #ends(): { messages: number; log: number; changes: number } {
    return this.#store.db
      .prepare(
        `SELECT IFNULL((SELECT MAX(id) FROM messages), 0) AS messages,
           IFNULL((SELECT MAX(position) FROM log_entries), 0) AS log,
           (SELECT COUNT(*) FROM search_changes) AS changes`,
      )
      .get() as { messages: number; log: number; changes: number };
  }

  #slice(): void {
    const { db } = this.#store;
    if (this.#applyChanges() > 0) return;
    const { messages_to, log_to } = this.state();
    const rows = this.#rows;
    const messagesEnd = this.#end('messages', 'id', messages_to, rows);
    const logEnd = this.#end('log_entries', 'position', log_to, rows);
    if (messagesEnd !== null) {
      db.prepare(
        `INSERT INTO search_messages (rowid, payload)
           SELECT id, payload FROM messages WHERE id > ? AND id <= ? AND state <> 'cancelled'`,
      ).run(messages_to, messagesEnd);
    }
    if (logEnd !== null) {
      db.prepare(
        `INSERT INTO search_entries (rowid, title, text)
           SELECT position, title, text FROM search_texts
           WHERE position > ? AND position <= ? AND (title IS NOT NULL OR text IS NOT NULL)`,
      ).run(log_to, logEnd);
    }
    db.prepare('UPDATE search_state SET messages_to = ?, log_to = ?').run(
      messagesEnd ?? messages_to,
      logEnd ?? log_to,
    );
  }

  /** The last of the next rows, or null. */
  #end(
    table: 'messages' | 'log_entries',
    key: 'id' | 'position',
    after: number,
    rows: number,
  ): number | null {
    return this.#store.db
      .prepare(
        `SELECT MAX(number) FROM (SELECT ${key} AS number FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ?)`,
      )
      .pluck()
      .get(after, rows) as number | null;
  }

  #applyChanges(): number {
    const { db } = this.#store;
    const changes = db
      .prepare('SELECT * FROM search_changes ORDER BY id LIMIT ?')
      .all(this.#rows) as Change[];
    for (const change of changes) {
      this.#apply(change);
      db.prepare('DELETE FROM search_changes WHERE id = ?').run(change.id);
    }
    return changes.length;
  }

  #apply({ op, source, number, title, text }: Change): void {
    const { db } = this.#store;
    if (op === 'add') {
      db.prepare(
        `INSERT INTO search_messages (rowid, payload)
           SELECT id, payload FROM messages WHERE id = ? AND state <> 'cancelled'`,
      ).run(number);
    } else if (source === 'message') {
      db.prepare(`INSERT INTO search_messages (search_messages, rowid, payload) VALUES ('delete', ?, ?)`).run(
        number,
        text,
      );
    } else if (title !== null || text !== null) {
      db.prepare(
        `INSERT INTO search_entries (search_entries, rowid, title, text) VALUES ('delete', ?, ?, ?)`,
      ).run(number, title, text);
    }
  }
}
