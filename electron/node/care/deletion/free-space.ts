import { storeError } from '../../store/classify-error.ts';
import type { Store } from '../../store/store.ts';

/** Bytes of the database in which nothing stands any more. */
export function freeBytes({ db }: Store): number {
  return (
    Number(db.pragma('freelist_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  );
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

/** Writes the database anew without them, and cuts the write-ahead log. Needs as much room again while it goes on. */
export function freeSpace({ db }: Store, path: string): void {
  try {
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    throw storeError(error, path) ?? error;
  }
}
