import { expect, test } from 'vitest';
import type { MdnsRecord } from '../../../electron/node/transport/discovery/mdns-packets.ts';
import {
  readSightings,
  SIGHT_SERVICE,
  sightAnswer,
} from '../../../electron/node/transport/discovery/sight-packets.ts';

const card = { key: new Uint8Array(32).fill(7), inviter: 'Zoë', cellName: 'Maple Street' };
const INSTANCE = 'ab'.repeat(8);
const records = (over: object = {}, address = '10.0.0.7', port = 4001): MdnsRecord[] => {
  const { answers, additionals } = sightAnswer({ ...card, ...over }, INSTANCE, address, port);
  return [...answers, ...additionals];
};

test('what is told is read, over both families', () => {
  expect(readSightings(records())).toEqual([{ ...card, address: '10.0.0.7', port: 4001 }]);
  expect(readSightings(records({}, 'fe80::7'))).toEqual([{ ...card, address: 'fe80::7', port: 4001 }]);
});

test.each([
  ['a name that turns text', { inviter: 'alice\u202e' }],
  ['a name that is too long', { inviter: 'a'.repeat(41) }],
  ['a reserved name', { inviter: 'broadcast' }],
  ['no cell', { cellName: ' ' }],
  ['a cell that is too long', { cellName: 'm'.repeat(61) }],
  ['a key that is none', { key: new Uint8Array(31) }],
])('an answer with %s is none', (_what, over) => {
  expect(readSightings(records(over))).toEqual([]);
});

test('an answer that is not whole, or is of something else, is none', () => {
  const whole = records();
  for (const [at] of whole.entries())
    expect(readSightings(whole.filter((_, index) => index !== at))).toEqual([]);
  expect(readSightings(records({}, '10.0.0.7', 0))).toEqual([]);
  const other = whole.map((record) =>
    record.type === 'PTR' ? { ...record, name: '_other._tcp.local' } : record,
  );
  expect(readSightings(other)).toEqual([]);
  const many = Array.from({ length: 40 }, () => whole).flat();
  expect(readSightings(many).length).toBeLessThanOrEqual(16);
  expect(SIGHT_SERVICE).toMatch(/^_[a-z-]{1,15}\._tcp\.local$/);
});
