import type { Store } from '../../store/store.ts';
import { LogCheckpoint } from './log-checkpoint.ts';

/** Set by the build: a hash over all that it was made of. */
declare const GHOSTSTACK_SOURCES: string | undefined;

/**
 * Names the code that judges receipts. Null where it runs from its sources, which may change under a home: then nothing
 * of what was judged is kept.
 */
const JUDGING_CODE: string | null = typeof GHOSTSTACK_SOURCES === 'undefined' ? null : GHOSTSTACK_SOURCES;

/** The checkpoint of a cell's log in a home; null where nothing of what was judged is kept. */
export function checkpointOf(
  store: Store,
  cell: string,
  home: string,
  code: string | null = JUDGING_CODE,
): LogCheckpoint | null {
  return code === null ? null : new LogCheckpoint({ store, cell, code, home });
}
