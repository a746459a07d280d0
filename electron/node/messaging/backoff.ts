import { type RandomBytes, unitInterval } from './random.ts';

export interface BackoffPolicy {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

/** Nothing came back: the peer is likely to be gone, and a new connection tries at once anyway. */
export const UNANSWERED: BackoffPolicy = { firstMs: 1_000, factor: 2, maxMs: 60_000 };
/** The peer answered "not now". */
export const REFUSED_FOR_NOW: BackoffPolicy = { firstMs: 10_000, factor: 2, maxMs: 10 * 60_000 };

/** No next try is further off; one that seems to be was set by a clock that has been put back since. */
export const LONGEST_WAIT_MS = 1.25 * Math.max(UNANSWERED.maxMs, REFUSED_FOR_NOW.maxMs);

/**
 * The delay before the next try, in milliseconds, after `attempts` (1 or more) tries failed. It varies by a quarter
 * in both directions, so that nodes that failed together do not try together.
 */
export function backoffMs(policy: BackoffPolicy, attempts: number, random: RandomBytes): number {
  const exponent = Math.min(Math.max(attempts, 1) - 1, 30);
  const plain = Math.min(policy.firstMs * policy.factor ** exponent, policy.maxMs);
  return Math.round(plain * (0.75 + 0.5 * unitInterval(random)));
}
