import type { FeedTaken } from '#shared/protocol/log/feed-bounds.ts';
import { inEnglish, type Saying } from '#shared/protocol/saying.ts';
import type { Store } from '../store/store.ts';
import type { CheckedEntry } from './signed-entry.ts';

/** An entry as it is stored: its author as it was told by the entry then, and the text that carries it. */
export interface LogRow {
  readonly position: number;
  readonly hash: string;
  readonly author: string;
  readonly entry: string;
}

/** Rows have positions in the order of arrival. */
export interface PlacedRow extends LogRow {
  readonly position: number;
}

/** A text that vouches for an entry of the log, by its hash, and has no place in it. */
interface Cover {
  readonly covered: string;
  readonly entry: string;
}

interface TakenRow {
  readonly day: number;
  readonly day_entries: number;
  readonly day_bytes: number;
  readonly all_entries: number;
  readonly all_bytes: number;
}

const PAGE_ROWS = 256;
/** So many times of storing are kept: those of open ballots are asked for at all news. */
const TIMES_KEPT = 256;

/** What was the newest of a feed when the last row of all was written. */
interface Newest {
  readonly hash: string;
  readonly gen: number;
  readonly seq: number;
}

/** The rows of the log, append-only: what has its place in the graph, causes first. */
export class LogStore {
  readonly #store: Store;
  readonly #insert;
  readonly #page;
  readonly #newest;
  readonly #lastPosition;
  /** By cell and author, as of the position below. */
  readonly #newestKnown = new Map<string, Newest>();
  #knownTo = 0;
  readonly #times = new Map<string, number>();
  readonly #copyAside;
  readonly #remove;
  readonly #text;
  readonly #storedAt;
  readonly #latestStoredAt;
  readonly #taken;
  readonly #noteTaken;
  readonly #after;
  readonly #replaceText;
  readonly #checkedTo;
  readonly #noteCheckedTo;
  readonly #covers;
  readonly #addCover;
  readonly #removeCovers;

  constructor(store: Store) {
    this.#store = store;
    this.#insert = store.db.prepare(
      `INSERT INTO log_entries (cell, hash, author, gen, seq, kind, entry, received_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING`,
    );
    this.#page = store.db.prepare<[string, number, number], LogRow>(
      `SELECT position, hash, author, entry FROM log_entries NOT INDEXED
       WHERE cell = ? AND position > ? ORDER BY position LIMIT ?`,
    );
    this.#newest = store.db.prepare<[string, string], Newest>(
      'SELECT hash, gen, seq FROM log_entries WHERE cell = ? AND author = ? ORDER BY gen DESC, seq DESC LIMIT 1',
    );
    this.#lastPosition = store.db
      .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'log_entries'")
      .pluck();
    this.#copyAside = store.db.prepare(
      `INSERT INTO log_set_aside
         (cell, hash, author, gen, seq, kind, entry, received_at_ms, why, set_aside_at_ms)
       SELECT cell, hash, author, gen, seq, kind, entry, received_at_ms, ?, ? FROM log_entries WHERE hash = ?`,
    );
    this.#remove = store.db.prepare('DELETE FROM log_entries WHERE hash = ?');
    this.#storedAt = store.db
      .prepare<[string], number>('SELECT received_at_ms FROM log_entries WHERE hash = ?')
      .pluck();
    this.#latestStoredAt = store.db.prepare<[string], { latest: number | null }>(
      'SELECT max(received_at_ms) AS latest FROM log_entries WHERE cell = ?',
    );
    this.#text = store.db.prepare<[string], string>('SELECT entry FROM log_entries WHERE hash = ?').pluck();
    this.#taken = store.db.prepare<[string, string], TakenRow>(
      `SELECT day, day_entries, day_bytes, all_entries, all_bytes FROM log_feeds_taken
       WHERE cell = ? AND author = ?`,
    );
    this.#noteTaken = store.db.prepare(
      `INSERT OR REPLACE INTO log_feeds_taken
         (cell, author, day, day_entries, day_bytes, all_entries, all_bytes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#after = store.db.prepare<[string, number, number], PlacedRow>(
      `SELECT position, hash, author, entry FROM log_entries NOT INDEXED
       WHERE cell = ? AND position > ? ORDER BY position LIMIT ?`,
    );
    this.#replaceText = store.db.prepare('UPDATE log_entries SET entry = ? WHERE hash = ?');
    this.#checkedTo = store.db.prepare<[string], { position: number }>(
      'SELECT position FROM log_checked WHERE cell = ?',
    );
    this.#noteCheckedTo = store.db.prepare(
      'INSERT OR REPLACE INTO log_checked (cell, position) VALUES (?, ?)',
    );
    this.#covers = store.db.prepare<[string], Cover>(
      'SELECT covered, entry FROM log_covers WHERE cell = ? ORDER BY covered, place',
    );
    this.#addCover = store.db.prepare(
      'INSERT INTO log_covers (cell, covered, place, entry) VALUES (?, ?, ?, ?)',
    );
    this.#removeCovers = store.db.prepare('DELETE FROM log_covers WHERE cell = ? AND covered = ?');
  }

  /** One IMMEDIATE transaction: what `run` reads stays true until its rows are on disk. */
  transaction<T>(run: () => T): T {
    try {
      return this.#store.transaction(run);
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** Stores an entry of a cell; one that is stored already is left as it is. */
  insert(cell: string, checked: CheckedEntry, receivedAtMs: number): void {
    const { hash, entry, text } = checked;
    const { author, gen, seq, kind } = entry;
    const { changes, lastInsertRowid } = this.#insert.run(
      cell,
      hash,
      author,
      gen,
      seq,
      kind,
      text,
      receivedAtMs,
    );
    if (changes === 0) return;
    const position = Number(lastInsertRowid);
    // A row between was written by somebody else, who may have written for this author.
    if (position !== this.#knownTo + 1) this.#newestKnown.clear();
    this.#knownTo = position;
    const key = feedOf(cell, author);
    const known = this.#newestKnown.get(key);
    if (known && (gen > known.gen || (gen === known.gen && seq > known.seq)))
      this.#newestKnown.set(key, { hash, gen, seq });
  }

  /** The rows of a cell after a position (0: all), in the order of storing; the database may be asked meanwhile. */
  *rows(cell: string, after = 0): IterableIterator<LogRow> {
    let last = after;
    for (let page = this.#page.all(cell, last, PAGE_ROWS); page.length > 0; ) {
      yield* page;
      last = page.at(-1)?.position ?? last;
      page = page.length < PAGE_ROWS ? [] : this.#page.all(cell, last, PAGE_ROWS);
    }
  }

  /** Moves a row out of the log; why is stored in English. */
  setAside(hash: string, why: Saying, nowMs: number): void {
    this.#forget();
    this.#copyAside.run(inEnglish(why), nowMs, hash);
    this.#remove.run(hash);
  }

  /** Hash of the author's entry with the highest (gen, seq), or null, whichever process wrote it. */
  newest(cell: string, author: string): string | null {
    const position = this.#lastPosition.get() ?? 0;
    if (position !== this.#knownTo) this.#newestKnown.clear();
    this.#knownTo = position;
    const key = feedOf(cell, author);
    const newest = this.#newestKnown.get(key) ?? this.#newest.get(cell, author);
    if (newest) this.#newestKnown.set(key, newest);
    return newest?.hash ?? null;
  }

  /** When this node stored an entry, ms since the epoch, or null. */
  storedAtMs(hash: string): number | null {
    const known = this.#times.get(hash);
    if (known !== undefined) return known;
    const atMs = this.#storedAt.get(hash);
    if (atMs === undefined) return null;
    if (this.#times.size >= TIMES_KEPT) this.#times.clear();
    this.#times.set(hash, atMs);
    return atMs;
  }

  /** The latest of these times in a cell, or 0. */
  latestStoredAtMs(cell: string): number {
    return this.#latestStoredAt.get(cell)?.latest ?? 0;
  }

  /** How much of a feed its author has brought. */
  taken(cell: string, author: string): FeedTaken | null {
    const row = this.#taken.get(cell, author);
    if (!row) return null;
    return {
      day: row.day,
      onDay: { entries: row.day_entries, bytes: row.day_bytes },
      inAll: { entries: row.all_entries, bytes: row.all_bytes },
    };
  }

  noteTaken(cell: string, author: string, { day, onDay, inAll }: FeedTaken): void {
    this.#noteTaken.run(cell, author, day, onDay.entries, onDay.bytes, inAll.entries, inAll.bytes);
  }

  /** The text that carries an entry, or null. */
  text(hash: string): string | null {
    return this.#text.get(hash) ?? null;
  }

  /** Of a cell, the first so many rows after a position. */
  rowsAfter(cell: string, position: number, limit: number): PlacedRow[] {
    return this.#after.all(cell, position, limit);
  }

  /** Another text that carries the same entry. */
  replaceText(hash: string, text: string): void {
    this.#replaceText.run(text, hash);
  }

  /** Position up to which every signature was looked at, or 0. */
  checkedTo(cell: string): number {
    return this.#checkedTo.get(cell)?.position ?? 0;
  }

  noteCheckedTo(cell: string, position: number): void {
    this.#noteCheckedTo.run(cell, position);
  }

  covers(cell: string): Cover[] {
    return this.#covers.all(cell);
  }

  /** What vouches for an entry, instead of what did before. */
  setCovers(cell: string, covered: string, texts: readonly string[]): void {
    this.#removeCovers.run(cell, covered);
    for (const [place, text] of texts.entries()) this.#addCover.run(cell, covered, place, text);
  }

  /** Rows that it was read from may be gone. */
  #forget(): void {
    this.#newestKnown.clear();
    this.#times.clear();
  }
}

function feedOf(cell: string, author: string): string {
  return `${cell} ${author}`;
}
