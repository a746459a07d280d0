import type Database from 'better-sqlite3';

/** As many as a check gives before it ends: more of what concerns the search's index hides nothing else. */
const FOUND_MAX = 50;
/** SQLite's own words of a full-text index that does not fit its rows (ext/fts5: fts5IntegrityMethod, fts5Corrupt). */
const OF_AN_INDEX = /^fts5: |for FTS5 table/;

/**
 * The first thing that SQLite's check finds in a database, in its words, or null. A full-text index that is damaged is
 * passed over: the search makes it anew, from all the rest.
 * @throws SQLite's error where the file cannot be read at all
 */
export function pageFault(db: Database.Database, check: 'integrity_check' | 'quick_check'): string | null {
  // One by one: where a check has found something, going on may fail.
  const lines = db.prepare<[], string>(`PRAGMA ${check}(${FOUND_MAX})`).pluck().iterate();
  for (const line of lines) if (line !== 'ok' && !OF_AN_INDEX.test(line)) return line;
  return null;
}
