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

/** Numbers of what a member wrote or got: by the index of the messages, thread after thread. */
const OF_MEMBER = `
  threads (thread) AS (
    SELECT min(thread) FROM messages
    UNION ALL
    SELECT (SELECT min(m.thread) FROM messages m WHERE m.thread > threads.thread) FROM threads
    WHERE threads.thread IS NOT NULL
  ),
  of_member (id) AS (
    SELECT id FROM messages WHERE thread = @member
    UNION ALL
    SELECT m.id FROM threads JOIN messages m INDEXED BY messages_by_sender
      ON m.thread = threads.thread AND m.sender_did = @member
  )`;

const IN_TIME = `
  in_time (id) AS (
    SELECT id FROM messages
    WHERE created_at_ms >= IFNULL(@fromMs, -9e15) AND created_at_ms < IFNULL(@toMs, 9e15)
  )`;

/** Where the numbers of the few messages that a filter leaves come from. */
const FEW_OF = { of_member: OF_MEMBER, in_time: IN_TIME } as const;
type FewOf = keyof typeof FEW_OF;

/** Of fewer messages the numbers are gathered first, so that a word of many others' is not looked up in each of them. */
const FEW = 10_000;

/** Asks an index for the rows whose texts hold words. */
export class TextFinder {
  readonly #rows: Database;
  readonly #index: Database;
  readonly #isOne: boolean;
  readonly #few: number;

  /** @param index where the index is: the same as `rows`, or one in memory that is passed through once */
  constructor(rows: Database, index: Database, few = FEW) {
    this.#few = few;
    this.#rows = rows;
    this.#index = index;
    this.#isOne = rows === index;
  }

  /** How many there are, and no more than `most`. */
  countMessages(terms: readonly string[], filter: MessageFilter, most: number): number {
    const match = matchAll(terms);
    if (!this.#isOne) return Math.min(most, this.#passing(match, filter).length);
    return this.#rows
      .prepare(`SELECT count(*) FROM (${this.#select('1', filter, '@most')})`)
      .pluck()
      .get({ match, before: Number.MAX_SAFE_INTEGER, most, ...filter }) as number;
  }

  /** The newest first, with numbers below `before`. */
  messages(terms: readonly string[], filter: MessageFilter, before: number, limit: number): FoundMessage[] {
    const match = matchAll(terms);
    if (!this.#isOne) {
      const ids = this.#passing(match, filter).filter((id) => id < before);
      return this.#byIds(ids.slice(0, limit));
    }
    return this.#rows
      .prepare(this.#select('m.*', filter, '@limit'))
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

  /** What the index says is there, and fits; in the order of the index, so that a page reads no more than itself. */
  #select(what: string, filter: MessageFilter, limit: '@limit' | '@most'): string {
    const few = this.#fewOf(filter);
    return `${few ? `WITH RECURSIVE ${FEW_OF[few]}` : ''}
      SELECT ${what} FROM search_messages s CROSS JOIN messages m ON m.id = s.rowid
      WHERE search_messages MATCH @match AND s.rowid < @before
        ${few ? `AND +s.rowid IN (SELECT id FROM ${few})` : ''} AND ${FITS}
      ORDER BY s.rowid DESC LIMIT ${limit}`;
  }

  #fewOf(filter: MessageFilter): FewOf | null {
    const isFew = (of: FewOf): boolean =>
      (this.#rows
        .prepare(
          `WITH RECURSIVE ${FEW_OF[of]} SELECT count(*) FROM (SELECT 1 FROM ${of} LIMIT ${this.#few + 1})`,
        )
        .pluck()
        .get(filter) as number) <= this.#few;
    if (filter.member !== null && isFew('of_member')) return 'of_member';
    return (filter.fromMs !== null || filter.toMs !== null) && isFew('in_time') ? 'in_time' : null;
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
