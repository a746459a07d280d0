/** A copy of a database that is in use, as it is at one moment: by SQLite's online backup, in a file of its own. */

import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { errorCode } from '../../store/atomic-file.ts';
import { checkFile } from '../../store/check-file.ts';
import { openDatabase } from '../../store/open-database.ts';
import type { Store } from '../../store/store.ts';
import { wantedFileError } from '../../store/wanted-file.ts';
import { requireWanted, type Work } from './work.ts';

export interface DatabaseSnapshot {
  readonly path: string;
  readonly counts: { readonly messages: number; readonly receipts: number };
  remove(): void;
}

const PREFIX = 'snapshot-';
/** Pages of 4 KiB between two looks at everything else the node has to do. */
const PAGES_AT_ONCE = 256;

/**
 * In the folder of the database itself, where its content stands anyway: never beside the backup, which may lie on a
 * disk that others read. What a killed process left there is removed first.
 */
export async function snapshotOf(store: Store, folder: string, work: Work): Promise<DatabaseSnapshot> {
  removeAbandoned(folder);
  const path = join(folder, `${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}.db`);
  const remove = () => removeDatabase(path);
  try {
    // Made by us, so that nobody else may read it (mode 0600).
    openDatabase(path, 0).close();
    await store.db.backup(path, {
      progress({ totalPages, remainingPages }) {
        requireWanted(work.signal);
        work.progress('copying', totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
    requireWanted(work.signal);
    return { path, counts: await settled(path, work), remove };
  } catch (error) {
    remove();
    throw wantedFileError(error, path) ?? error;
  }
}

/** One file without companions, found to be whole: a backup of a damaged database would be found out too late. */
async function settled(path: string, work: Work): Promise<DatabaseSnapshot['counts']> {
  inOpened(path, (db) => db.pragma('journal_mode = DELETE'));
  const finding = await checkFile(path, 'quick_check', work.signal);
  if (finding !== null) {
    throw new GhostStackError('store-corrupt', says('error.care.databaseDamaged', { finding }));
  }
  return inOpened(path, (db) => {
    const count = (table: 'messages' | 'log_entries') =>
      Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return { messages: count('messages'), receipts: count('log_entries') };
  });
}

function inOpened<T>(path: string, use: (db: ReturnType<typeof openDatabase>) => T): T {
  const db = openDatabase(path, 0);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

export function sizeOf(path: string): number {
  return statSync(path).size;
}

function removeDatabase(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const match = /^snapshot-(\d+)-[0-9a-f]{8}\.db$/.exec(name);
    if (match && !isAlive(Number(match[1]))) removeDatabase(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  // One of this process would still be waited for: there is one backup at a time.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
