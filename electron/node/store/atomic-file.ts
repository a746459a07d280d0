import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export interface AtomicWriteOptions {
  /** `true`: takes the place of the file there is. `false`: throws `already-exists` if there is one. */
  readonly replace: boolean;
}

/** File systems without hard links say one of these. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Writes a private file (mode 0600) so that after a crash at any point there is the old one or the new one,
 * whole: temporary file, fsync, rename or link, fsync of the folder. Throws the file system's errors as they are.
 */
export function writeFileAtomically(path: string, text: string, { replace }: AtomicWriteOptions): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeDurably(temporary, text);
    if (replace) renameSync(temporary, path);
    else placeAsNew(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(path));
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A link fails if the name is taken, where a rename would overwrite it. */
function placeAsNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'EEXIST' && !NO_HARD_LINKS.has(code)) throw error;
    if (code === 'EEXIST' || existsSync(path)) {
      throw new GhostStackError('already-exists', says('error.store.exists', { path }), {
        cause: error,
      });
    }
    renameSync(temporary, path);
  }
}

/** What was renamed in a folder is there after a power cut, too. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder; there, NTFS journals the rename.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The `code` of a file system error (`ENOENT`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
