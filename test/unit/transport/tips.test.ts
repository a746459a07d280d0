import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  joinedTips,
  tipsInParts,
  tipsOver,
  tipsSince,
  unitedTips,
  WireTips,
} from '../../../electron/node/transport/log/tips.ts';
import { someHash } from '../../support/memory-log.ts';

const hash = fc.integer({ min: 0, max: 5 }).map((number) => someHash(String(number)));
const tips = fc.dictionary(
  fc.constantFrom('alice', 'bob', 'carol', 'dave'),
  fc.uniqueArray(hash, { minLength: 1, maxLength: 3 }),
  { noNullPrototype: true },
);
const sorted = (of: object) =>
  Object.fromEntries(
    Object.entries(of)
      .map(([author, hashes]) => [author, [...hashes].sort()] as const)
      .sort(),
  );

describe('Tips', () => {
  it('told as what differs from other tips come out whole', () => {
    fc.assert(
      fc.property(tips, tips, (base, now) => {
        const told = WireTips.parse(JSON.parse(JSON.stringify(tipsSince(base, now))));
        expect(sorted(tipsOver(base, told))).toEqual(sorted(now));
      }),
    );
  });

  it('go on in further parts, each of which is taken, and say together what was to be told', () => {
    const many = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 46, unit: fc.constantFrom(...'abcdef') }),
      fc.uniqueArray(
        fc.integer({ min: 0, max: 400 }).map((at) => someHash(String(at))),
        { maxLength: 200 },
      ),
      { noNullPrototype: true, maxKeys: 40 },
    );
    fc.assert(
      fc.property(many, fc.integer({ min: 500, max: 40_000 }), (now, maxBytes) => {
        const told = Object.fromEntries(Object.entries(now).map(([author, list]) => [author, list]));
        const parts = tipsInParts(told, maxBytes);
        for (const part of parts) {
          expect(WireTips.safeParse(part).success).toBe(true);
          if (Object.keys(part).length > 1)
            expect(JSON.stringify(part).length).toBeLessThanOrEqual(maxBytes + 2);
        }
        const together = parts.reduce(joinedTips, {});
        expect(sorted(tipsOver({}, together))).toEqual(sorted(tipsOver({}, told)));
        expect(Object.keys(together).sort()).toEqual(Object.keys(told).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('of more authors than a frame names go on, too', () => {
    const crowd = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`a${at}`, someHash('')]));
    const parts = tipsInParts(crowd, 1e9);
    expect(parts.map((part) => Object.keys(part).length)).toEqual([256, 256, 88]);
    expect(parts.every((part) => WireTips.safeParse(part).success)).toBe(true);
  });

  it('take nothing to tell when nothing has changed', () => {
    fc.assert(
      fc.property(tips, (now) => {
        expect(tipsSince(now, now)).toEqual({});
      }),
    );
  });

  it('united hold what both held', () => {
    fc.assert(
      fc.property(tips, tips, (one, other) => {
        const both = unitedTips(one, other);
        for (const part of [one, other]) {
          for (const [author, hashes] of Object.entries(part)) {
            expect(both[author]).toEqual(expect.arrayContaining([...hashes]));
          }
        }
      }),
    );
  });

  it('are refused with anything but hashes, or of too many authors', () => {
    expect(WireTips.safeParse({ alice: 'x' }).success).toBe(false);
    expect(WireTips.safeParse({ constructor: someHash('a') }).success).toBe(false);
    expect(WireTips.safeParse({ alice: [someHash('a'), 1] }).success).toBe(false);
    const crowd = Object.fromEntries(
      Array.from({ length: 257 }, (_, number) => [`a${number}`, someHash('')]),
    );
    expect(WireTips.safeParse(crowd).success).toBe(false);
  });
});
