import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIPS_IN_FRAME_MAX } from '#shared/log/branch-limits.ts';
import { tipsOver, tipsSince, unitedTips, WireTips } from '../../../electron/node/transport/tips.ts';
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

  it('beyond what a frame names are the newest of them, which the other side takes', () => {
    const ends = Array.from({ length: TIPS_IN_FRAME_MAX + 3 }, (_, at) => someHash(String(at)));
    expect(WireTips.parse(tipsSince({}, { alice: ends }))).toEqual({ alice: ends.slice(3) });
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
