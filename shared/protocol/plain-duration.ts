import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './limits.ts';

/** A length of time in one unit, exact, for the reason of a refusal: `3 days`, `1 h`, `90 min`, `1.5 s`. */
export function plainDuration(lengthMs: number): string {
  if (lengthMs >= DAY_MS && lengthMs % DAY_MS === 0)
    return lengthMs === DAY_MS ? '1 day' : `${lengthMs / DAY_MS} days`;
  if (lengthMs >= HOUR_MS && lengthMs % HOUR_MS === 0) return `${lengthMs / HOUR_MS} h`;
  if (lengthMs >= MINUTE_MS && lengthMs % MINUTE_MS === 0) return `${lengthMs / MINUTE_MS} min`;
  return `${lengthMs / SECOND_MS} s`;
}
