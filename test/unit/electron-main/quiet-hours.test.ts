import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quietUntilMs } from '../../../electron/main/notifications/quiet-hours.ts';

const hours = (from: string, to: string, on = true) => ({ on, from, to, passVotes: true });
const at = (iso: string) => Date.parse(iso);
const until = (from: string, to: string, iso: string) => {
  const endMs = quietUntilMs(hours(from, to), at(iso));
  return endMs === null ? null : new Date(endMs).toISOString();
};

describe('quiet hours', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Europe/Vienna';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  // Vienna is two hours ahead of UTC in summer and one in winter.
  test.each([
    ['within a day', '12:00', '14:00', '2026-06-10T10:30:00Z', '2026-06-10T12:00:00.000Z'],
    ['not before', '12:00', '14:00', '2026-06-10T09:59:59Z', null],
    ['from the minute on', '12:00', '14:00', '2026-06-10T10:00:00Z', '2026-06-10T12:00:00.000Z'],
    ['not at their end', '12:00', '14:00', '2026-06-10T12:00:00Z', null],
    ['before midnight', '22:00', '07:00', '2026-06-10T21:30:00Z', '2026-06-11T05:00:00.000Z'],
    ['after midnight', '22:00', '07:00', '2026-06-11T00:30:00Z', '2026-06-11T05:00:00.000Z'],
    ['not in the day between two nights', '22:00', '07:00', '2026-06-11T10:00:00Z', null],
    ['over the end of a year', '22:00', '07:00', '2026-12-31T23:30:00Z', '2027-01-01T06:00:00.000Z'],
    ['never, from and to being the same', '08:00', '08:00', '2026-06-10T06:00:00Z', null],
    // On 29 March 2026 the clock goes from 2:00 to 3:00, at 1:00 UTC.
    ['in a night that lacks an hour', '22:00', '07:00', '2026-03-29T01:30:00Z', '2026-03-29T05:00:00.000Z'],
    ['until a time that is left out', '22:00', '02:30', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00.000Z'],
    ['over at a time that is left out', '22:00', '02:30', '2026-03-29T01:00:00Z', null],
    ['from a time that is left out', '02:30', '05:00', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00.000Z'],
    ['not before a time that is left out', '02:30', '05:00', '2026-03-29T00:45:00Z', null],
    // On 25 October 2026 it goes from 3:00 to 2:00, at 1:00 UTC: 2:30 comes twice.
    [
      'in a night that has an hour more',
      '22:00',
      '07:00',
      '2026-10-25T01:30:00Z',
      '2026-10-25T06:00:00.000Z',
    ],
    ['until a time that comes twice', '22:00', '02:30', '2026-10-25T00:15:00Z', '2026-10-25T00:30:00.000Z'],
    ['not again when it comes a second time', '22:00', '02:30', '2026-10-25T01:15:00Z', null],
    [
      'from the first time that comes twice',
      '02:30',
      '05:00',
      '2026-10-25T01:10:00Z',
      '2026-10-25T04:00:00.000Z',
    ],
  ])('%s', (_what, from, to, now, end) => {
    expect(until(from, to, now)).toBe(end);
  });

  test('are none while they are off', () => {
    expect(quietUntilMs(hours('00:00', '23:59', false), at('2026-06-10T10:30:00Z'))).toBeNull();
  });

  test('hold for the day that Samoa left out', () => {
    process.env.TZ = 'Pacific/Apia';
    // 30 December 2011 was none: after the 29th, 24:00, came the 31st.
    expect(until('22:00', '07:00', '2011-12-30T09:30:00Z')).toBe('2011-12-30T17:00:00.000Z');
    expect(until('22:00', '07:00', '2011-12-30T18:30:00Z')).toBeNull();
  });
});
