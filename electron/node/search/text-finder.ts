import type { Database } from 'better-sqlite3';
import { matchAll } from './search-terms.ts';

export interface MessageFilter {
  readonly member: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface FoundMessage {
  readonly id: number;
  readonly uuid: string;
  readonly direction: 'out' | 'in';
  readonly thread: string;
  readonly sender_did: string;
  readonly state: string;
  readonly created_at_ms: number;
  readonly payload: string;
}

const FITS = `m.state <> 'cancelled'
  AND (@member IS NULL OR m.sender_did = @member OR m.thread = @member)
  AND (@fromMs IS NULL OR m.created_at_ms >= @fromMs) AND (@toMs IS NULL OR m.created_at_ms < @toMs)`;

/** Asks an index for the rows whose texts hold words. */
export class TextFinder {
  readonly #rows: Database;
  readonly #index: Database;
  readonly #isOne: boolean;

  /** @param index where the index is: the same as `rows`, or one in memory that is passed through once */
  constructor(rows: Database, index: Database) {
    this.#rows = rows;
    this.#index = index;
    this.#isOne = rows === index;
  }

  countMessages(terms: readonly string[], filter: MessageFilter): number {
    const match = matchAll(terms);
    if (!this.#isOne) return this.#passing(match, filter).length;
    const isAll = filter.member === null && filter.fromMs === null && filter.toMs === null;
    const pending = this.#rows.prepare('SELECT EXISTS (SELECT 1 FROM search_changes)').pluck().get() === 1;
    if (isAll && !pending) {
      return this.#rows
        .prepare('SELECT count(*) FROM search_messages WHERE search_messages MATCH ?')
        .pluck()
        .get(match) as number;
    }
    return this.#rows
      .prepare(
        `SELECT count(*) FROM search_messages s JOIN messages m ON m.id = s.rowid
         WHERE search_messages MATCH @match AND ${FITS}`,
      )
      .pluck()
      .get({ match, ...filter }) as number;
  }

  /** The newest first, with numbers below `before`. */
  messages(terms: readonly string[], filter: MessageFilter, before: number, limit: number): FoundMessage[] {
    const match = matchAll(terms);
    if (!this.#isOne) {
      const ids = this.#passing(match, filter).filter((id) => id < before);
      return this.#byIds(ids.slice(0, limit));
    }
    return this.#rows
      .prepare(
        `SELECT m.* FROM search_messages s JOIN messages m ON m.id = s.rowid
         WHERE search_messages MATCH @match AND s.rowid < @before AND ${FITS} ORDER BY s.rowid DESC LIMIT @limit`,
      )
      .all({ match, before, limit, ...filter }) as FoundMessage[];
  }

  /** Hashes of a cell's entries that hold a word in their title or in their text. */
  entries(cell: string, term: string, column: 'title' | 'text'): string[] {
    const match = matchAll([term], column);
    if (this.#isOne) {
      return this.#rows
        .prepare(
          `SELECT e.hash FROM search_entries s JOIN log_entries e ON e.position = s.rowid
           WHERE search_entries MATCH ? AND e.cell = ?`,
        )
        .pluck()
        .all(match, cell) as string[];
    }
    const positions = this.#index
      .prepare('SELECT rowid FROM search_entries WHERE search_entries MATCH ?')
      .pluck()
      .all(match);
    return this.#rows
      .prepare('SELECT hash FROM log_entries WHERE cell = ? AND position IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(cell, JSON.stringify(positions)) as string[];
  }

  #passing(match: string, filter: MessageFilter): number[] {
    const ids = this.#index
      .prepare('SELECT rowid FROM search_messages WHERE search_messages MATCH ?')
      .pluck()
      .all(match);
    return this.#rows
      .prepare(
        `SELECT m.id FROM messages m WHERE m.id IN (SELECT value FROM json_each(@ids)) AND ${FITS} ORDER BY m.id DESC`,
      )
      .pluck()
      .all({ ids: JSON.stringify(ids), ...filter }) as number[];
  }

  #byIds(ids: readonly number[]): FoundMessage[] {
    return this.#rows
      .prepare('SELECT * FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC')
      .all(JSON.stringify(ids)) as FoundMessage[];
  }
}
