import type Database from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { storeError } from './classify-error.ts';
import { migrate, requireKnownSchema } from './migrate.ts';
import type { Migration } from './migration.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';
import { pageFault } from './page-fault.ts';

export interface StoreOptions {
  /** A file, created with mode 0600 if missing, or `:memory:`. */
  readonly path: string;
  /** For tests; the product's own list otherwise. */
  readonly migrations?: readonly Migration[];
  /** Whatever would change a row then throws `store-read-only`; an older schema is brought up to date all the same. */
  readonly readOnly?: boolean;
}

/** The node's one database. All of its calls are synchronous; it belongs on the node's worker thread. */
export interface Store {
  /** Statements are prepared on it, once, by the code that owns the table. */
  readonly db: Database.Database;
  /**
   * Runs in one BEGIN IMMEDIATE transaction, which is on disk (fsync) when this returns; nested calls become
   * savepoints. If `run` throws, nothing of it is kept. Errors of SQLite come out as `store-...` in words.
   */
  transaction<T>(run: () => T): T;
  /** Throws `store-corrupt` if a page or an index is damaged. Reads the whole file. */
  integrityCheck(): void;
  close(): void;
}

/** How long a statement waits for a lock of another process before `store-busy`. */
const BUSY_TIMEOUT_MS = 5000;
/** What is left of the write-ahead log after a checkpoint. */
const WAL_KEPT_BYTES = 16 * 1024 * 1024;
/**
 * So many pages of the write-ahead log are written back together: a page that changes in each of many commits in a row,
 * as those of indexes do while a queue is drained, is then written back once.
 */
const WAL_PAGES = WAL_KEPT_BYTES / 4096;
/** At most; it fills as pages are used. The indexes beside 50 000 messages fit. */
const CACHE_KIB = 16 * 1024;

/** Throws `store-newer`, `store-corrupt`, `store-read-only`, `store-full`, `store-busy` or `malformed`, in words. */
export function openStore({ path, migrations = MIGRATIONS, readOnly = false }: StoreOptions): Store {
  const db = openDatabase(path, BUSY_TIMEOUT_MS);
  try {
    // First, before anything that would write to the file.
    requireKnownSchema(db, path, migrations);
    configure(db);
    migrate(db, migrations);
    if (readOnly) db.pragma('query_only = ON');
    return new SqliteStore(db, path);
  } catch (error) {
    db.close();
    throw storeError(error, path) ?? error;
  }
}

function configure(db: Database.Database): void {
  // So that room is given back in slices, not by writing all of it anew. Of an older file it would write the header.
  if (db.pragma('page_count', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  // FULL: with WAL, each commit is synced, so what was acknowledged survives a power cut.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // A schema from a restored or swapped file must not call functions with side effects.
  db.pragma('trusted_schema = OFF');
  // What is deleted is written over, in the file as in the write-ahead log that follows it.
  db.pragma('secure_delete = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = ${-CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
}

class SqliteStore implements Store {
  readonly db: Database.Database;
  readonly #path: string;
  readonly #transaction: Database.Transaction<(run: () => unknown) => unknown>;

  constructor(db: Database.Database, path: string) {
    this.db = db;
    this.#path = path;
    this.#transaction = db.transaction((run: () => unknown) => run());
  }

  transaction<T>(run: () => T): T {
    try {
      return this.#transaction.immediate(run) as T;
    } catch (error) {
      throw storeError(error, this.#path) ?? error;
    }
  }

  integrityCheck(): void {
    let finding: string | null;
    try {
      finding = pageFault(this.db, 'quick_check');
    } catch (error) {
      throw storeError(error, this.#path) ?? error;
    }
    if (finding !== null) {
      throw new GhostStackError(
        'store-corrupt',
        says('error.store.checkFailed', { finding, path: this.#path }),
      );
    }
  }

  close(): void {
    this.db.close();
  }
}
