import { describe, expect, test } from 'vitest';
import { visiblePieces } from '#shared/protocol/visible-text.ts';
import { hostOfAddress } from '#shared/words/format/address.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { count } from '#shared/words/format/count.ts';
import { shortDid, shortIdentifier } from '#shared/words/format/identifier.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import {
  ago,
  clockSeconds,
  clockTime,
  dayAndTime,
  dayHeading,
  duration,
  durationFine,
  exactDuration,
  isoTime,
  listTime,
  until,
} from '#shared/words/format/times.ts';

const at = (day: number, hours: number, minutes: number, seconds = 0) =>
  new Date(2026, 4, day, hours, minutes, seconds).getTime();
const NOW = at(14, 17, 42, 12);

describe('times', () => {
  test('a moment ago is relative for a day, then day and time', () => {
    expect(ago(NOW - 2_000, NOW)).toBe('just now');
    expect(ago(NOW - 12_000, NOW)).toBe('12 s ago');
    expect(ago(NOW - 3 * 3_600_000, NOW)).toBe('3 h ago');
    expect(ago(at(13, 12, 0), NOW)).toBe('Wed 13 May, 12:00');
  });

  test('a moment ahead of the clock counts as now', () => {
    expect(ago(NOW + 60_000, NOW)).toBe('just now');
  });

  test('what is to come says in how long', () => {
    expect(until(NOW + 40_000, NOW)).toBe('in 40 s');
    expect(until(NOW - 1, NOW)).toBe('now');
    expect(until(at(21, 15, 2), NOW)).toBe('Thu 21 May, 15:02');
  });

  test('lists shorten as a time recedes', () => {
    expect(listTime(at(14, 17, 20), NOW)).toBe('17:20');
    expect(listTime(at(13, 23, 59), NOW)).toBe('Wed');
    expect(listTime(at(2, 9, 0), NOW)).toBe('2 May');
    expect(listTime(at(2 - 330, 9, 0), NOW)).toBe('6 Jun 2025');
    expect(listTime(at(14 + 365, 17, 20), NOW)).toBe('14 May 2027');
  });

  test('days of a conversation have headings', () => {
    expect(dayHeading(at(14, 0, 1), NOW)).toBe('Today');
    expect(dayHeading(at(13, 23, 59), NOW)).toBe('Yesterday');
    expect(dayHeading(at(9, 12, 0), NOW)).toBe('Saturday, 9 May');
  });

  test('durations are rounded down', () => {
    expect(duration(59_999)).toBe('59 s');
    expect(duration(7 * 86_400_000)).toBe('7 days');
    expect(durationFine(2 * 3_600_000 + 40 * 60_000)).toBe('2 h 40 min');
    expect(durationFine(2 * 3_600_000)).toBe('2 h');
    expect(exactDuration(90_000)).toBe('1 min 30 s');
    expect(exactDuration(26 * 3_600_000)).toBe('1 day 2 h');
    expect(exactDuration(1500)).toBe('1.5 s');
    expect(exactDuration(0)).toBe('0 s');
    expect(duration(-5)).toBe('0 s');
  });

  test('clocks show what they say', () => {
    expect(clockTime(NOW)).toBe('17:42');
    expect(clockSeconds(NOW)).toBe('17:42:12');
    expect(dayAndTime(NOW)).toBe('Thu 14 May, 17:42');
  });

  test('a time that no clock can show is shown all the same', () => {
    for (const atMs of [Number.MAX_SAFE_INTEGER, Number.NaN, Number.NEGATIVE_INFINITY]) {
      expect(isoTime(atMs)).not.toBe('');
      expect(dayAndTime(atMs)).not.toBe('');
    }
  });
});

describe('amounts', () => {
  test.each([
    [1, '1 byte'],
    [412, '412 bytes'],
    [9830, '9.6 KB'],
    [31_744, '31 KB'],
    [64 * 1024, '64 KB'],
    [1_258_291, '1.2 MB'],
    [Number.NaN, '0 bytes'],
  ])('%d bytes read %s', (bytes, text) => expect(byteSize(bytes)).toBe(text));

  test('thousands are set apart', () => expect(count(12_000)).toBe('12\u2009000'));
});

describe('addresses and identifiers', () => {
  test.each([
    ['/ip4/192.168.1.23/tcp/4001', '192.168.1.23'],
    ['/ip6/fe80::1/tcp/4001', 'fe80::1'],
    ['/dns4/shed.local/tcp/4001/p2p/x', 'shed.local'],
    ['nonsense', 'nonsense'],
    ['', ''],
  ])('the host of %s is %s', (address, host) => expect(hostOfAddress(address)).toBe(host));

  test('a long identifier keeps its method and both ends', () => {
    expect(shortIdentifier('did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH')).toBe(
      'did:key:z6Mk…vktH',
    );
    expect(shortIdentifier('short')).toBe('short');
  });

  test('keep the place that a DID names', () => {
    expect(shortDid('did:webvh:QmVus8VodByBZaYsWqb5j5pncF4kyCJ2NV6JuoJ64Lwoxf:ghoststack.invalid')).toBe(
      'did:webvh:QmVu…woxf:ghoststack.invalid',
    );
    expect(shortDid('did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH')).toBe('did:key:z6Mk…vktH');
    expect(shortDid('nobody')).toBe('nobody');
  });
});

describe('text of others', () => {
  test('characters that turn the direction are shown by their code', () => {
    expect(visiblePieces('in \u202Efdp.exe\u202C')).toEqual([
      { text: 'in ', control: false },
      { text: 'U+202E', control: true },
      { text: 'fdp.exe', control: false },
      { text: 'U+202C', control: true },
    ]);
  });

  test('joiners, which scripts and emoji need, stay', () => {
    expect(visibleLine('👩\u200D🌾 می\u200Cخواهم')).toBe('👩\u200D🌾 می\u200Cخواهم');
  });

  test('a line has no line ends and a limit in characters', () => {
    expect(visibleLine('a\r\nb\tc')).toBe('a b c');
    expect(visibleLine('🙂'.repeat(50), 10)).toBe(`${'🙂'.repeat(9)}…`);
  });
});
