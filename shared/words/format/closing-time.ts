import { t } from '../translate.ts';
import { clockTime, dayAndTime, daysBetween, listTime, sameDay } from './times.ts';

/** `today 20:00`, `tomorrow 20:00`, `yesterday 18:22`, else `Thu 21 May, 15:02`: for times that a vote hangs on. */
export function momentInWords(atMs: number, nowMs: number): string {
  const time = clockTime(atMs);
  switch (daysBetween(nowMs, atMs)) {
    case 0:
      return t('moment.today', { time });
    case 1:
      return t('moment.tomorrow', { time });
    case -1:
      return t('moment.yesterday', { time });
    default:
      return dayAndTime(atMs);
  }
}

/** The same for tables: `today 17:43`, `Wed 21:48` within a week, else `2 May 19:40`. */
export function momentShort(atMs: number, nowMs: number): string {
  const time = clockTime(atMs);
  return sameDay(atMs, nowMs)
    ? t('moment.today', { time })
    : t('moment.short', { day: listTime(atMs, nowMs), time });
}
