import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { storeError } from './classify-error.ts';

/** Throws `already-exists` where a file is already, which is left alone; `not-found` without its folder. */
export function requireNewFile(file: string): void {
  if (existsSync(file)) throw fileExists(file);
  requireFolder(file);
}

export function fileExists(path: string): GhostStackError {
  return new GhostStackError('already-exists', says('error.files.exists', { path }));
}

/** Throws `not-found` where the folder of a file that somebody wants is not there: nobody else makes it. */
export function requireFolder(file: string): void {
  const folder = dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new GhostStackError('not-found', says('error.care.noFolder', { folder }));
}

/**
 * What the disk says against a file that somebody wants there. A full one is often another than the home's, and keeps no
 * message from being stored, so it is not said to. Null if it is no error of a disk.
 */
export function wantedFileError(error: unknown, path: string): GhostStackError | null {
  const known = storeError(error, path);
  if (known?.code === 'store-full') {
    const free = { bytes: freeAt(path) };
    return new GhostStackError('store-full', says('error.care.noRoom', { path, free }), { cause: error });
  }
  if (known || !(error instanceof Error) || !('syscall' in error && 'code' in error)) return known;
  const code = String(error.code);
  return new GhostStackError('invalid-argument', says('error.care.fileNotMade', { path, code }), {
    cause: error,
  });
}

function freeAt(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return 0;
  }
}
