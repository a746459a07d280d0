import { existsSync, readdirSync } from 'node:fs';
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
