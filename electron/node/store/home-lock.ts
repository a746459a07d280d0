import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { HomeProgram } from '#shared/contract/domain/home.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { storeError } from './classify-error.ts';
import { holderSays, readHolder, removeHolder, writeHolder } from './home-holder.ts';
import { openDatabase } from './open-database.ts';
import { requireSqliteSupport } from './sqlite-support.ts';

export interface HomeLock {
  /** Gives the home back; a second call does nothing. */
  release(): void;
}

export const LOCK_FILE = 'lock';

/** Whoever asks whether a home is taken looks at the lock for less than a millisecond; that is waited for. */
const ASKING_MS = 250;

/**
 * Takes the home for this process alone: two nodes with one key would fork it (DESIGN §2). The lock is a file
 * lock of the operating system, held through an open transaction on an empty SQLite file, so it works between
 * threads and processes alike and is gone with the process, however that ends. The file stays, and means nothing
 * by itself. No other code may open it: on POSIX, closing any descriptor of a file drops the process's locks.
 *
 * `program`: what takes it, for others who ask.
 *
 * Throws `home-locked` if the home is taken and stays so for `waitMs`, during which this thread stands still;
 * `store-read-only` or `store-full` if it cannot be locked.
 */
export function lockHome(home: string, waitMs = 0, program: HomeProgram = 'command'): HomeLock {
  const path = join(home, LOCK_FILE);
  const db = openDatabase(path, Math.max(waitMs, ASKING_MS));
  try {
    // On a file it may only read, SQLite would grant a second one the same "exclusive" transaction.
    accessSync(path, constants.W_OK);
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    const failure = storeError(error, path);
    if (failure?.code === 'store-busy') {
      throw homeLocked(home, error);
    }
    throw failure ?? error;
  }
  writeHolder(home, program);
  return new SqliteHomeLock(db, home);
}

/**
 * Throws `home-locked` if a home is taken, and does not take it: who only reads must not be in the way of a node that
 * starts. Asked through SQLite like all else about this file, which keeps a descriptor open for as long as this
 * process has a lock on it.
 */
export function requireFreeHome(home: string): void {
  const path = join(home, LOCK_FILE);
  if (!existsSync(path)) return;
  requireSqliteSupport();
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    const failure = storeError(error, path);
    if (failure?.code === 'store-busy') throw homeLocked(home, error);
    throw failure ?? error;
  } finally {
    db?.close();
  }
}

function homeLocked(home: string, cause: unknown): GhostStackError {
  return new GhostStackError(
    'home-locked',
    says('error.store.homeTaken', { holder: holderSays(readHolder(home)), home }),
    { cause },
  );
}

/** A handle that nobody refers to any more is closed by the garbage collector, and its lock would go with it. */
const held = new Set<HomeLock>();

class SqliteHomeLock implements HomeLock {
  readonly #db: Database.Database;
  readonly #home: string;

  constructor(db: Database.Database, home: string) {
    this.#db = db;
    this.#home = home;
    held.add(this);
  }

  release(): void {
    held.delete(this);
    if (!this.#db.open) return;
    removeHolder(this.#home);
    this.#db.close();
  }
}
