import { storeError } from '../../store/classify-error.ts';
import type { Store } from '../../store/store.ts';

/** Bytes of the database in which nothing stands any more. */
export function freeBytes({ db }: Store): number {
  return (
    Number(db.pragma('freelist_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
  );
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
