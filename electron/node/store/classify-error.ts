import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ErrorCode, GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * Says in words what SQLite or the file system means by refusing, or null if this is neither's error (a bug, or
 * a failure of our own). The path of the database lets the sentence name the file and the room that is left.
 */
export function storeError(error: unknown, path?: string): GhostStackError | null {
  if (!(error instanceof Error) || error instanceof GhostStackError) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const kind = classify(code);
  if (kind === null) return null;
  return new GhostStackError(kind, asWritten(sentence(kind, code, error.message, path)), { cause: error });
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
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) return 'store-read-only';
    if (code === 'SQLITE_PERM' || code === 'SQLITE_AUTH') return 'store-read-only';
    return null;
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'store-full';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'EIO') return 'store-read-only';
  return null;
}

function sentence(kind: ErrorCode, code: string, message: string, path: string | undefined): string {
  const file = path === undefined || path === ':memory:' ? 'The database' : path;
  switch (kind) {
    case 'store-full':
      return (
        `The disk is full${freeRoom(path)}. GhostStack stores every message before it sends it, so it sends and ` +
        'receives nothing until there is room.'
      );
    case 'store-busy':
      return `${file} is in use by another program. Close that program, then try again.`;
    case 'store-corrupt':
      return `${file} is damaged (${message}). Keep a copy of its folder, then restore a backup.`;
    default:
      if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
        return `The disk failed while ${file} was in use (${message}). Check the disk; nothing is stored until it answers.`;
      }
      if (code.startsWith('SQLITE_CANTOPEN')) {
        return `${file} cannot be opened. Check that its folder exists and that you may write to it.`;
      }
      return `${file} cannot be written. Check that you own it and that its disk is not read-only.`;
  }
}

function freeRoom(path: string | undefined): string {
  if (path === undefined || path === ':memory:') return '';
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return `: ${Math.floor((bavail * bsize) / MEBIBYTE)} MB free`;
  } catch {
    return '';
  }
}
