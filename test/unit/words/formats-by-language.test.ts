import { describe, expect, test } from 'vitest';
import { byteSize } from '#shared/words/format/bytes.ts';
import { momentInWords, momentShort } from '#shared/words/format/closing-time.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { anyOf, nameList } from '#shared/words/format/names.ts';
import {
  ago,
  clockTime,
  dayAndTime,
  dayHeading,
  duration,
  durationFine,
  exactDuration,
  fullDate,
  listTime,
  shortDay,
  until,
} from '#shared/words/format/times.ts';
import { type Language, speaking } from '#shared/words/language.ts';

const at = (day: number, hours: number, minutes: number, month = 4) =>
  new Date(2026, month, day, hours, minutes).getTime();
const NOW = at(14, 17, 42);
const HOUR = 3_600_000;

/** What each says, in English and in German. */
const SAID: readonly (readonly [say: () => string, english: string, german: string])[] = [
  [() => decimal(0.528, 2), '0.53', '0,53'],
  [() => decimal(-0.2, 1), '-0.2', '-0,2'],
  [() => decimal(3, 0), '3', '3'],
  [() => plainNumber(1.5), '1.5', '1,5'],
  [() => byteSize(1), '1 byte', '1 Byte'],
  [() => byteSize(412), '412 bytes', '412 Bytes'],
  [() => byteSize(9830), '9.6 KB', '9,6 KB'],
  [() => byteSize(3 * 1024 + 20), '3 KB', '3 KB'],
  [() => clockTime(NOW), '17:42', '17:42'],
  [() => shortDay(at(21, 15, 2)), 'Thu 21 May', 'Do., 21. Mai'],
  [() => dayAndTime(at(21, 15, 2)), 'Thu 21 May, 15:02', 'Do., 21. Mai, 15:02'],
  [() => dayAndTime(at(3, 9, 5, 8)), 'Thu 3 Sept, 09:05', 'Do., 3. Sept., 09:05'],
  [() => fullDate(at(21, 15, 2)), '21 May 2026', '21. Mai 2026'],
  [() => listTime(at(14, 9, 3), NOW), '09:03', '09:03'],
  [() => listTime(at(13, 23, 59), NOW), 'Wed', 'Mi'],
  [() => listTime(at(2, 9, 0), NOW), '2 May', '2. Mai'],
  [() => dayHeading(at(14, 0, 1), NOW), 'Today', 'Heute'],
  [() => dayHeading(at(13, 0, 1), NOW), 'Yesterday', 'Gestern'],
  [() => dayHeading(at(9, 12, 0), NOW), 'Saturday, 9 May', 'Samstag, 9. Mai'],
  [() => momentInWords(at(14, 20, 0), NOW), 'today 20:00', 'heute 20:00'],
  [() => momentInWords(at(15, 20, 0), NOW), 'tomorrow 20:00', 'morgen 20:00'],
  [() => momentInWords(at(13, 18, 22), NOW), 'yesterday 18:22', 'gestern 18:22'],
  [() => momentInWords(at(21, 15, 2), NOW), 'Thu 21 May, 15:02', 'Do., 21. Mai, 15:02'],
  [() => momentShort(at(14, 17, 43), NOW), 'today 17:43', 'heute 17:43'],
  [() => momentShort(at(13, 21, 48), NOW), 'Wed 21:48', 'Mi, 21:48'],
  [() => momentShort(at(2, 19, 40), NOW), '2 May 19:40', '2. Mai, 19:40'],
  [() => ago(NOW - 2_000, NOW), 'just now', 'gerade eben'],
  [() => ago(NOW - 3 * HOUR, NOW), '3 h ago', 'vor 3\u00a0h'],
  [() => until(NOW + 40_000, NOW), 'in 40 s', 'in 40\u00a0s'],
  [() => duration(24 * HOUR), '1 day', '1 Tag'],
  [() => duration(7 * 24 * HOUR), '7 days', '7 Tage'],
  [() => durationFine(2 * HOUR + 40 * 60_000), '2 h 40 min', '2\u00a0h 40\u00a0min'],
  [() => exactDuration(26 * HOUR), '1 day 2 h', '1 Tag 2\u00a0h'],
  [() => exactDuration(1500), '1.5 s', '1,5\u00a0s'],
  [() => nameList(['bob', 'carol', 'dave']), 'bob, carol and dave', 'bob, carol und dave'],
  [() => anyOf(['a', 'b', 'c']), 'a, b or c', 'a, b oder c'],
];

describe.each(['en', 'de'] as const)('formats in %s', (language: Language) => {
  test.each(SAID.map(([say, english, german]) => [language === 'en' ? english : german, say] as const))(
    '%s',
    (said, say) => expect(speaking(language, say)).toBe(said),
  );
});
