import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ErrorCode, GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * Says what SQLite or the file system means by refusing, or null if this is neither's error (a bug, or
 * a failure of our own). The path of the database lets the sentence name the file and the room that is left.
 */
export function storeError(error: unknown, path?: string): GhostStackError | null {
  if (!(error instanceof Error) || error instanceof GhostStackError) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const kind = classify(code);
  if (kind === null) return null;
  return new GhostStackError(kind, sayingOf(kind, code, error.message, path), { cause: error });
}

/** What a disk does, and stops doing: it is said as what it is for as long as it lasts, and is nobody's bug. */
const CONDITIONS: readonly string[] = ['store-full', 'store-read-only', 'store-busy'];

/** Such a condition, if that is what has failed here, or else null. */
export function storeCondition(error: unknown): GhostStackError | null {
  const known = error instanceof GhostStackError ? error : storeError(error);
  return known && CONDITIONS.includes(known.code) ? known : null;
}

/** SQLite's extended result codes carry the primary one as their prefix (sqlite.org/rescode.html). */
function classify(code: string): ErrorCode | null {
  if (code.startsWith('SQLITE_')) {
    // The shared memory file of the WAL could not grow: that too is a full disk.
    if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE') return 'store-full';
    if (code.startsWith('SQLITE_READONLY')) return 'store-read-only';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'store-busy';
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'store-corrupt';
    // A file that ends before what it says is in it was cut off.
    if (code === 'SQLITE_IOERR_SHORT_READ') return 'store-corrupt';
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) return 'store-read-only';
    if (code === 'SQLITE_PERM' || code === 'SQLITE_AUTH') return 'store-read-only';
    return null;
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'store-full';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'EIO') return 'store-read-only';
  return null;
}

function sayingOf(kind: ErrorCode, code: string, reason: string, path: string | undefined): Saying {
  const file = path === undefined || path === ':memory:' ? says('error.store.someDatabase') : path;
  switch (kind) {
    case 'store-full': {
      const megabytes = freeMegabytes(path);
      return megabytes === null
        ? says('error.store.diskFull')
        : says('error.store.diskFullButFor', { megabytes });
    }
    case 'store-busy':
      return says('error.store.busy', { file });
    case 'store-corrupt':
      return says('error.store.corrupt', { file, found: reason });
    default:
      if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
        const within = typeof file === 'string' ? file : says('error.store.someDatabaseWithin');
        return says('error.store.diskFailed', { file: within, reason });
      }
      return says(code.startsWith('SQLITE_CANTOPEN') ? 'error.store.cannotOpen' : 'error.store.cannotWrite', {
        file,
      });
  }
}

function freeMegabytes(path: string | undefined): number | null {
  if (path === undefined || path === ':memory:') return null;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return Math.floor((bavail * bsize) / MEBIBYTE);
  } catch {
    return null;
  }
}
