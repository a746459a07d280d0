import { setImmediate as turn } from 'node:timers/promises';
import { storeError } from '../../store/classify-error.ts';
import type { Store } from '../../store/store.ts';
import { requireWanted, type Work } from '../backup/work.ts';

/** SQLite's number for it, which `openStore` gives every new database. */
const INCREMENTAL = 2;
/** Pages of 4 KiB between two looks at everything else the node has to do. */
const PAGES_AT_ONCE = 128;

/** Bytes of the database in which nothing stands any more. */
export function freeBytes({ db }: Store): number {
  return freePages(db) * Number(db.pragma('page_size', { simple: true }));
}

/**
 * Empties the write-ahead log, where pages stand as they were before something was deleted. False while another process
 * reads: nothing waits for it.
 */
export function cutLog({ db }: Store): boolean {
  const patience = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  try {
    return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
  } catch {
    // A full disk, or a reader of this process: the next try says so again.
    return false;
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}

/**
 * Gives them back to the disk, in slices, and cuts the write-ahead log. What was cut short goes on the next time.
 * A database of before this could be done is written anew once, at one go: that needs as much room again, and the node
 * waits for it.
 * @throws {GhostStackError} `cancelled`, `store-...`
 */
export async function freeSpace({ db }: Store, path: string, work: Work): Promise<void> {
  try {
    if (Number(db.pragma('auto_vacuum', { simple: true })) !== INCREMENTAL) {
      db.pragma(`auto_vacuum = ${INCREMENTAL}`);
      db.exec('VACUUM');
    }
    const total = freePages(db);
    for (let left = total; left > 0; ) {
      requireWanted(work.signal);
      work.progress('freeing', total - left, total);
      await turn();
      db.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
      const before = left;
      left = freePages(db);
      if (left >= before) break;
    }
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    throw storeError(error, path) ?? error;
  }
}

function freePages(db: Store['db']): number {
  return Number(db.pragma('freelist_count', { simple: true }));
}
