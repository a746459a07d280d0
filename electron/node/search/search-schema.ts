import type { Database } from 'better-sqlite3';

/** Of the tables and how they are filled: another one is built anew. */
export const SEARCH_VERSION = 2;

const TABLES = ['search_messages', 'search_entries'] as const;
const SHADOWS = ['data', 'idx', 'docsize', 'config', 'content'] as const;
const TOKENIZE = `tokenize = "unicode61 remove_diacritics 2"`;
/** So short a beginning is that of hundreds of words: it has a list of its own, or each of theirs would be gone through. */
const PREFIXES = `prefix = '1 2'`;

/**
 * The texts stay where they are; only their words are here. With `secure-delete` a text that is forgotten leaves
 * nothing in the index. The index by time finds those of a day among many that hold a word.
 */
export function createIndex(db: Database): void {
  db.exec(`
    CREATE VIRTUAL TABLE search_messages USING fts5 (
      payload, content = 'messages', content_rowid = 'id', ${TOKENIZE}, ${PREFIXES});
    CREATE VIRTUAL TABLE search_entries USING fts5 (
      title, text, content = 'search_texts', content_rowid = 'position', ${TOKENIZE}, ${PREFIXES});
    CREATE INDEX IF NOT EXISTS search_messages_by_time ON messages (created_at_ms);
  `);
  for (const table of TABLES) {
    db.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', 1)`).run();
  }
}

/** The same words of a text that stands nowhere else, for what is looked through beside the index. */
export function createPassing(db: Database): void {
  db.exec(`
    CREATE VIRTUAL TABLE search_messages USING fts5 (payload, content = '', ${TOKENIZE});
    CREATE VIRTUAL TABLE search_entries USING fts5 (title, text, content = '', ${TOKENIZE});
  `);
}

export function hasIndex(db: Database): boolean {
  const found = db
    .prepare(`SELECT count(*) FROM sqlite_schema WHERE name IN ('search_messages', 'search_entries')`)
    .pluck()
    .get();
  return found === TABLES.length;
}

/** Also one that is so damaged that SQLite cannot open it to drop it. To be called outside of a transaction. */
export function dropIndex(db: Database): void {
  for (const table of TABLES) {
    try {
      db.exec(`DROP TABLE IF EXISTS ${table}`);
    } catch {
      dropByHand(db, table);
    }
  }
}

function dropByHand(db: Database, table: (typeof TABLES)[number]): void {
  db.unsafeMode(true);
  try {
    db.pragma('writable_schema = ON');
    db.prepare('DELETE FROM sqlite_schema WHERE name = ?').run(table);
    db.pragma('writable_schema = RESET');
    for (const shadow of SHADOWS) db.exec(`DROP TABLE IF EXISTS ${table}_${shadow}`);
  } finally {
    db.pragma('writable_schema = OFF');
    db.unsafeMode(false);
  }
}

/** What SQLite says when the index, and not the database, is at fault. */
export function isIndexDamage(error: unknown): boolean {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return false;
  if (code.startsWith('SQLITE_CORRUPT')) return true;
  return (
    code === 'SQLITE_ERROR' && /fts5|vtable constructor failed|no such table: search_/.test(String(message))
  );
}
