/**
 * Times in words (UI.md §4): relative up to 24 hours, then day and time. Every function takes milliseconds since
 * the epoch and is total: a time no clock can show is clamped, not thrown.
 */
import { locale } from '../language.ts';
import { t } from '../translate.ts';
import { plainNumber } from './decimal.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The last moment that a Date can hold (ECMA-262 §21.4.1.1). */
const LATEST_MS = 8.64e15;

const PARTS = {
  clock: { hour: '2-digit', minute: '2-digit' },
  clockSeconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  weekday: { weekday: 'short' },
  longWeekday: { weekday: 'long' },
  date: { day: 'numeric', month: 'short' },
  dateYear: { day: 'numeric', month: 'short', year: 'numeric' },
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than using it a thousand times. */
function formatOf(name: keyof typeof PARTS): Intl.DateTimeFormat {
  const id = `${locale()} ${name}`;
  const known = formats.get(id) ?? new Intl.DateTimeFormat(locale(), PARTS[name]);
  formats.set(id, known);
  return known;
}

function dateOf(atMs: number): Date {
  const finite = Number.isFinite(atMs) ? atMs : 0;
  return new Date(Math.min(LATEST_MS, Math.max(-LATEST_MS, finite)));
}

function format(name: keyof typeof PARTS, atMs: number): string {
  return formatOf(name).format(dateOf(atMs));
}

/** For `<time datetime>`. */
export function isoTime(atMs: number): string {
  return dateOf(atMs).toISOString();
}

/** Calendar days from `atMs` to `nowMs`, in local time: midnights, however long the days between them are. */
export function daysBetween(atMs: number, nowMs: number): number {
  const midnight = (ms: number) => dateOf(ms).setHours(0, 0, 0, 0);
  return Math.round((midnight(nowMs) - midnight(atMs)) / DAY);
}

/** `17:42` */
export function clockTime(atMs: number): string {
  return format('clock', atMs);
}

/** `17:42:06`, for logs and steps. */
export function clockSeconds(atMs: number): string {
  return format('clockSeconds', atMs);
}

/** `Tuesday` */
export function longWeekday(atMs: number): string {
  return format('longWeekday', atMs);
}

/** `2 May` */
export function shortDate(atMs: number): string {
  return format('date', atMs);
}

/** `Thu 21 May`, in German `Do., 21. Mai` */
export function shortDay(atMs: number): string {
  return t('time.day', { weekday: format('weekday', atMs), date: format('date', atMs) });
}

/** `Thu 21 May, 15:02` */
export function dayAndTime(atMs: number): string {
  return t('time.dayAndTime', { day: shortDay(atMs), time: clockTime(atMs) });
}

/** `21 May 2026` */
export function fullDate(atMs: number): string {
  return format('dateYear', atMs);
}

/** From here on a day and a month may be taken for those of another year. */
const ANOTHER_YEAR_DAYS = 330;

/** Short form for lists: `17:20` today, `Wed` within a week, `2 May`, and about a year from now `2 May 2025`. */
export function listTime(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days === 0) return clockTime(atMs);
  if (days > 0 && days < 7) return format('weekday', atMs);
  return format(Math.abs(days) < ANOTHER_YEAR_DAYS ? 'date' : 'dateYear', atMs);
}

/** Heading of a day in a conversation: `Today`, `Yesterday`, `Wednesday, 13 May`. British English has no comma there. */
export function dayHeading(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days === 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  return format('longDay', atMs).replace(/^(\p{L}+) /u, '$1, ');
}

/** Whether two times fall on one calendar day. */
export function sameDay(aMs: number, bMs: number): boolean {
  return daysBetween(aMs, bMs) === 0;
}

/** One unit, rounded down: `40 s`, `4 min`, `3 h`, `7 days`. */
export function duration(lengthMs: number): string {
  const length = Math.max(0, Number.isFinite(lengthMs) ? lengthMs : 0);
  if (length < MINUTE) return t('time.seconds', { n: Math.floor(length / SECOND) });
  if (length < HOUR) return t('time.minutes', { n: Math.floor(length / MINUTE) });
  if (length < DAY) return t('time.hours', { n: Math.floor(length / HOUR) });
  return t('time.days', { n: Math.floor(length / DAY) });
}

const UNITS = [
  ['time.days', DAY],
  ['time.hours', HOUR],
  ['time.minutes', MINUTE],
] as const;

/** Nothing rounded away: `1 day 2 h`, `90 s` as `1 min 30 s`, `1.5 s`; for what is agreed on. */
export function exactDuration(lengthMs: number): string {
  let left = Math.max(0, Number.isFinite(lengthMs) ? lengthMs : 0);
  const parts: string[] = [];
  for (const [key, unit] of UNITS) {
    const n = Math.floor(left / unit);
    left -= n * unit;
    if (n > 0) parts.push(t(key, { n }));
  }
  if (left > 0 || parts.length === 0) parts.push(t('time.seconds', { n: plainNumber(left / SECOND) }));
  return parts.join(' ');
}

/** Two units from an hour up: `2 h 40 min`. */
export function durationFine(lengthMs: number): string {
  const minutes = Math.floor((Math.max(0, lengthMs) % HOUR) / MINUTE);
  if (!(lengthMs >= HOUR && lengthMs < DAY) || minutes === 0) return duration(lengthMs);
  return `${duration(lengthMs)} ${t('time.minutes', { n: minutes })}`;
}

/** `just now`, `12 s ago`, `3 h ago`, then `Thu 21 May, 15:02`. A time ahead of now counts as now. */
export function ago(atMs: number, nowMs: number): string {
  const passed = nowMs - atMs;
  if (passed < 5 * SECOND) return t('time.justNow');
  if (passed < DAY) return t('time.ago', { duration: duration(passed) });
  return dayAndTime(atMs);
}

/** `now` or `in 40 s`; beyond a day, day and time. */
export function until(atMs: number, nowMs: number): string {
  const left = atMs - nowMs;
  if (left < SECOND) return t('time.now');
  if (left < DAY) return t('time.in', { duration: duration(left) });
  return dayAndTime(atMs);
}
