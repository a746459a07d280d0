import { backoffMs } from '../../messaging/backoff.ts';
import type { RandomBytes } from '../../messaging/random.ts';

/** A failed dial on a LAN costs little, and people wait: so tries stay close for the first minutes. */
const EAGER = { firstMs: 300, factor: 1.5, maxMs: 2_000 };
const EAGER_ATTEMPTS = 90;
const PATIENT = { firstMs: 5_000, factor: 1.5, maxMs: 30_000 };

/** How long to wait before the next dial, in milliseconds, after so many failed (1 or more). */
export function redialDelayMs(attempts: number, random: RandomBytes): number {
  if (attempts <= EAGER_ATTEMPTS) return backoffMs(EAGER, attempts, random);
  return backoffMs(PATIENT, attempts - EAGER_ATTEMPTS, random);
}
