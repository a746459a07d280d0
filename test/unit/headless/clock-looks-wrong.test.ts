import { expect, test } from 'vitest';
import { clockLines } from '../../../electron/headless/clock-looks-wrong.ts';

test.each([
  ['of 1970', Date.UTC(1970, 0, 1), 1],
  ['of before this version', Date.UTC(2026, 9, 31, 23), 1],
  ['of its month', Date.UTC(2026, 10, 2), 0],
  ['of years later', Date.UTC(2040, 0, 1), 0],
  ['of a far future', Date.UTC(2099, 0, 1), 1],
])('a clock %s', (_, atMs, lines) => {
  expect(clockLines(atMs)).toHaveLength(lines);
});

test('what is said names what the clock shows, and what to do', () => {
  expect(clockLines(Date.UTC(1970, 0, 1, 12)).join()).toMatch(/1970.*Set the clock/);
});
