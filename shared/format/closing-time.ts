import { t } from '../i18n/translate.ts';
import { clockTime, dayAndTime, sameDay } from './times.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** `today 20:00`, `tomorrow 20:00`, `yesterday 18:22`, else `Thu 21 May, 15:02`: for times that a vote hangs on. */
export function momentInWords(atMs: number, nowMs: number): string {
  const time = clockTime(atMs);
  if (sameDay(atMs, nowMs)) return t('moment.today', { time });
  if (sameDay(atMs, nowMs + DAY_MS)) return t('moment.tomorrow', { time });
  if (sameDay(atMs, nowMs - DAY_MS)) return t('moment.yesterday', { time });
  return dayAndTime(atMs);
}
