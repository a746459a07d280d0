import { GhostStackError } from '#shared/contract/errors.ts';
import { storeError } from '../../store/classify-error.ts';

/** SQLite's code for an index of the search: the search makes it anew by itself. */
const OF_THE_SEARCH = 'SQLITE_CORRUPT_VTAB';

/**
 * Whether a node that works has met a page that cannot be read. What it has checked itself and found to be wrong (a row
 * that says what cannot be) is another matter: that is told, and is the same after a new start.
 */
export function isDamage(error: unknown): boolean {
  const found = error instanceof GhostStackError ? error.cause : error;
  const code = found instanceof Error && 'code' in found ? found.code : null;
  return code !== OF_THE_SEARCH && storeError(found)?.code === 'store-corrupt';
}
