import type { WorkStage } from '#shared/contract/domain/care.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** What somebody sees of long work, and how it is called off. */
export interface Work {
  /** `done` of `total`, in whatever the stage counts. */
  progress(stage: WorkStage, done: number, total: number): void;
  readonly signal: AbortSignal;
}

/** Throws `cancelled`. */
export function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new GhostStackError('cancelled', says('error.care.cancelled'));
}
