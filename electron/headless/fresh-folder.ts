import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { requireFresh } from '../node/care/backup/restore-backup.ts';
import { RESTORE_FOLDER } from '../node/care/backup/unfinished-restore.ts';
import { LOCK_FILE } from '../node/store/home-lock.ts';

/** Throws `already-exists` for a folder of somebody, or of anything else. */
export function inspectFolder(home: string): void {
  if (!existsSync(home)) return;
  requireFresh(home);
  const names = readdirSync(home);
  const isOurs = names.includes(LOCK_FILE) || names.includes(RESTORE_FOLDER);
  if (names.length > 0 && !isOurs) {
    throw new GhostStackError('already-exists', says('error.care.folderNotEmpty', { home }));
  }
}

/** Takes a folder away in which a home was begun, and nothing of it is but its lock. */
export function removeUnused(home: string): void {
  const names = readdirSync(home);
  if (names.some((name) => !name.startsWith(LOCK_FILE))) return;
  for (const name of names) rmSync(join(home, name), { force: true });
  rmdirSync(home);
}
