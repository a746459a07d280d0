import Database from 'better-sqlite3';
import { createPassing, hasIndex, SEARCH_VERSION } from './search-schema.ts';
import { type FoundMessage, type MessageFilter, TextFinder } from './text-finder.ts';

/** What finds texts, by whatever it looks them up. */
export type Finder = Pick<TextFinder, 'countMessages' | 'messages' | 'entries'>;

interface State {
  readonly version: number;
  readonly messages_to: number;
  readonly log_to: number;
}

/**
 * For who may only read: the index as it is, and in memory what it lacks; all of it where there is none, or one that
 * cannot be read.
 */
export class ReadersFinder implements Finder {
  readonly #stored: TextFinder | null;
  readonly #passing: TextFinder;
  readonly #memory: Database.Database;

  constructor(db: Database.Database) {
    const state = db.prepare('SELECT version, messages_to, log_to FROM search_state').get() as State;
    const isUsable = state.version === SEARCH_VERSION && hasIndex(db) && isWhole(db) && !hasChanged(db);
    this.#stored = isUsable ? new TextFinder(db, db) : null;
    this.#memory = new Database(':memory:');
    createPassing(this.#memory);
    const from = isUsable ? state : { messages_to: 0, log_to: 0 };
    this.#fill(db, from.messages_to, from.log_to);
    this.#passing = new TextFinder(db, this.#memory);
  }

  countMessages(terms: readonly string[], filter: MessageFilter, most: number): number {
    const passing = this.#passing.countMessages(terms, filter, most);
    return Math.min(most, passing + (this.#stored?.countMessages(terms, filter, most) ?? 0));
  }

  messages(terms: readonly string[], filter: MessageFilter, before: number, limit: number): FoundMessage[] {
    const newest = this.#passing.messages(terms, filter, before, limit);
    const others = this.#stored?.messages(terms, filter, before, limit - newest.length) ?? [];
    return [...newest, ...others];
  }

  entries(cell: string, term: string, column: 'title' | 'text'): string[] {
    return [
      ...this.#passing.entries(cell, term, column),
      ...(this.#stored?.entries(cell, term, column) ?? []),
    ];
  }

  close(): void {
    this.#memory.close();
  }

  #fill(db: Database.Database, messagesTo: number, logTo: number): void {
    const message = this.#memory.prepare('INSERT INTO search_messages (rowid, payload) VALUES (?, ?)');
    const entry = this.#memory.prepare('INSERT INTO search_entries (rowid, title, text) VALUES (?, ?, ?)');
    this.#memory.transaction(() => {
      const messages = db.prepare('SELECT id, payload FROM messages WHERE id > ?').raw();
      for (const row of messages.iterate(messagesTo)) message.run(...(row as [number, string]));
      const entries = db.prepare('SELECT position, title, text FROM search_texts WHERE position > ?').raw();
      for (const row of entries.iterate(logTo)) entry.run(...(row as [number, string | null, string | null]));
    })();
  }
}

/** Whether a text was changed that the index has as it was: rare, and not to be told from the index. */
function hasChanged(db: Database.Database): boolean {
  const changed = "SELECT EXISTS (SELECT 1 FROM search_changes WHERE op = 'add')";
  return db.prepare(changed).pluck().get() === 1;
}

/** As far as reading one word tells. */
function isWhole(db: Database.Database): boolean {
  try {
    for (const table of ['search_messages', 'search_entries']) {
      db.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH '"a" *' LIMIT 1`).get();
    }
    return true;
  } catch {
    return false;
  }
}
