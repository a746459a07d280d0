import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import { PAPERS_MAX_AGE_DAYS } from '../limits.ts';

/** Whether papers of this day (UTC, since the epoch) say anything yet, and still. */
export function isFresh(day: number, nowMs: number): boolean {
  const ageDays = dayOf(nowMs) - day;
  return ageDays <= PAPERS_MAX_AGE_DAYS && ageDays >= -1;
}
