import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { errorCode } from './atomic-file.ts';
import { storeError } from './classify-error.ts';
import { requireSqliteSupport } from './sqlite-support.ts';

/**
 * Opens a SQLite file, created with mode 0600 if it is missing. Its companions (-wal, -shm) take their mode from
 * it. Throws `store-...` in words, `unsupported` on a Node that is too old. `busyTimeoutMs`: how long a statement
 * waits for another process's lock.
 */
export function openDatabase(path: string, busyTimeoutMs: number): Database.Database {
  requireSqliteSupport();
  try {
    if (path !== ':memory:') createPrivately(path);
    return new Database(path, { timeout: busyTimeoutMs });
  } catch (error) {
    throw storeError(error, path) ?? error;
  }
}

/**
 * Opened only if it did not exist (O_EXCL): on POSIX, closing any descriptor of a file drops all of the process's
 * locks on it, so a file that SQLite may have open must never be opened beside it.
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new GhostStackError('store-read-only', says('error.store.noFolder', { path }), {
        cause: error,
      });
    }
    // A file that is there may still be opened; so may one in a folder where nothing can be added.
    if (code !== 'EEXIST' && storeError(error)?.code === 'store-full') throw error;
  }
}
