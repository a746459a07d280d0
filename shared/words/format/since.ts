import { t } from '../translate.ts';
import { clockTime, daysBetween, longWeekday, shortDate } from './times.ts';

/** `since 17:20` today, `since Tuesday` within a week, else `since 2 May`. */
export function since(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  const when = days <= 0 ? clockTime(atMs) : days < 7 ? longWeekday(atMs) : shortDate(atMs);
  return t('time.since', { when });
}
