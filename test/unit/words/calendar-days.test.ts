import { afterEach, expect, test, vi } from 'vitest';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { sameDay } from '#shared/words/format/times.ts';

afterEach(() => vi.unstubAllEnvs());

const words = (at: Date, now: Date): string => momentInWords(at.getTime(), now.getTime()).split(' ')[0] ?? '';

test('tomorrow is the next day of the calendar, also in the nights in which clocks are changed', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  // 29 March 2026 has 23 hours, 25 October 25.
  expect(words(new Date(2026, 2, 30, 0, 10), new Date(2026, 2, 28, 23, 30))).not.toBe('tomorrow');
  expect(words(new Date(2026, 2, 29, 23, 30), new Date(2026, 2, 28, 0, 30))).toBe('tomorrow');
  expect(words(new Date(2026, 2, 29, 0, 10), new Date(2026, 2, 30, 0, 20))).toBe('yesterday');
  expect(words(new Date(2026, 9, 26, 0, 30), new Date(2026, 9, 25, 0, 10))).toBe('tomorrow');
  expect(words(new Date(2026, 9, 25, 23, 50), new Date(2026, 9, 25, 0, 10))).toBe('today');
  expect(sameDay(new Date(2026, 9, 25, 0, 0).getTime(), new Date(2026, 9, 25, 23, 59).getTime())).toBe(true);
});
