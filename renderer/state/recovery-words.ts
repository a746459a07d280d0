import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { isFormer } from './cell.ts';

/**
 * Whether the operator is to be reminded of writing the words down: from the first cell on, since before nobody would
 * vote for whoever comes back, and not in a cell to try, which leaves nothing behind.
 */
export function remindsOfWords({
  cell,
  demo,
  recoveryWords,
  atMs = 0,
}: Partial<Pick<Snapshot, 'cell' | 'demo' | 'recoveryWords' | 'atMs'>>): boolean {
  if (!cell || isFormer(cell) || demo || recoveryWords?.state !== 'here') return false;
  return (recoveryWords.remindAtMs ?? 0) <= atMs;
}
