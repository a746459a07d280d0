import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { GhostStackError } from '#shared/errors.ts';
import { storeError } from './classify-error.ts';
import { openDatabase } from './open-database.ts';

export interface HomeLock {
  /** Gives the home back; a second call does nothing. */
  release(): void;
}

export const LOCK_FILE = 'lock';

/**
 * Takes the home for this process alone: two nodes with one key would fork it (DESIGN §2). The lock is a file
 * lock of the operating system, held through an open transaction on an empty SQLite file, so it works between
 * threads and processes alike and is gone with the process, however that ends. The file stays, and means nothing
 * by itself. No other code may open it: on POSIX, closing any descriptor of a file drops the process's locks.
 *
 * Throws `home-locked` at once if the home is taken, `store-read-only` or `store-full` if it cannot be locked.
 */
export function lockHome(home: string): HomeLock {
  const path = join(home, LOCK_FILE);
  const db = openDatabase(path, 0);
  try {
    // On a file it may only read, SQLite would grant a second one the same "exclusive" transaction.
    accessSync(path, constants.W_OK);
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    const failure = storeError(error, path);
    if (failure?.code === 'store-busy') {
      throw new GhostStackError(
        'home-locked',
        `Another GhostStack is using ${home}. Stop it first, or choose another folder.`,
        { cause: error },
      );
    }
    throw failure ?? error;
  }
  return new SqliteHomeLock(db);
}

class SqliteHomeLock implements HomeLock {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  release(): void {
    if (this.#db.open) this.#db.close();
  }
}
