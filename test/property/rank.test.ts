import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DatedEndorsement, type Ranked, rank, SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';

const TODAY = 20_000;
const MEMBERS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'];
/** Strangers: as many as somebody cares to make up. Some sort before the members, some after. */
const SYBILS = Array.from({ length: 24 }, (_, i) => `${i % 2 ? 'a' : 'z'}${i}`);
const { damping } = RANK_PARAMETERS;

function endorsements(nodes: readonly string[], maxLength: number): fc.Arbitrary<DatedEndorsement[]> {
  return fc.array(
    fc.record({
      source: fc.constantFrom(...nodes),
      target: fc.constantFrom(...nodes),
      strength: fc.integer({ min: 1, max: 1000 }),
      day: fc.integer({ min: TODAY - 400, max: TODAY + 5 }),
      receipt: fc.uuid(),
      crossCell: fc.boolean(),
    }),
    { maxLength },
  );
}

function total(ranks: readonly Ranked[], names?: readonly string[]): number {
  return (
    ranks.reduce((sum, { scid, score }) => sum + (!names || names.includes(scid) ? score : 0), 0) / SCORE_ONE
  );
}

test('strangers have no more than d F / (1 - d), F flowing in from members, however many they are', () => {
  fc.assert(
    fc.property(
      endorsements(MEMBERS, 20),
      fc.integer({ min: 1, max: SYBILS.length }),
      fc.array(fc.tuple(fc.constantFrom(...MEMBERS), fc.nat(), fc.integer({ min: 1, max: 1000 })), {
        maxLength: 6,
      }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1000 })), { maxLength: 120 }),
      (honest, count, fooled, invented) => {
        const sybils = SYBILS.slice(0, count);
        const at = (i: number): string => sybils[i % count] as string;
        const dated = (source: string, target: string, strength: number): DatedEndorsement => ({
          source,
          target,
          strength,
          day: TODAY,
          receipt: `${source}${target}${strength}`,
        });
        const all = [
          ...honest,
          ...fooled.map(([source, target, strength]) => dated(source, at(target), strength)),
          ...invented.map(([source, target, strength]) => dated(at(source), at(target), strength)),
        ];
        const ranks = rank(all, MEMBERS, TODAY);
        const parts = ranks.filter(({ scid }) => sybils.includes(scid)).flatMap((one) => one.parts);
        // A part is d · rank · P: the flow itself is what it would be without d.
        const flow = parts
          .filter(({ source }) => MEMBERS.includes(source))
          .reduce((sum, { score }) => sum + score / SCORE_ONE / damping, 0);
        const theirs = total(ranks, sybils);
        expect(theirs).toBeLessThanOrEqual((damping * flow) / (1 - damping) + 1e-7);
      },
    ),
    { numRuns: 500 },
  );
});

test('the bound is not idle: strangers who all endorse each other reach it', () => {
  const full = (source: string, target: string): DatedEndorsement => ({
    source,
    target,
    strength: 1000,
    day: TODAY,
    receipt: `${source}${target}`,
  });
  const clique = SYBILS.flatMap((source) => SYBILS.map((target) => full(source, target)));
  const ranks = rank([full('m1', 'a1'), ...clique], MEMBERS, TODAY);
  const flow = (ranks.find(({ scid }) => scid === 'm1')?.score ?? 0) * RANK_PARAMETERS.shareMax;
  expect(total(ranks, SYBILS) * SCORE_ONE).toBeCloseTo((damping * flow) / (1 - damping), -2);
});

test('a member cannot lift itself by strangers: endorsing any number of them brings nothing back beyond the cap', () => {
  fc.assert(
    fc.property(endorsements(MEMBERS, 15), fc.integer({ min: 1, max: SYBILS.length }), (honest, count) => {
      const fan = SYBILS.slice(0, count).flatMap((sybil): DatedEndorsement[] => [
        { source: sybil, target: 'm1', strength: 1000, day: TODAY, receipt: `${sybil}>` },
      ]);
      const before = rank(honest, MEMBERS, TODAY).find(({ scid }) => scid === 'm1')?.score;
      const after = rank([...honest, ...fan], MEMBERS, TODAY).find(({ scid }) => scid === 'm1')?.score;
      expect(after).toBe(before);
    }),
    { numRuns: 100 },
  );
});

test('scores add up to one, and the base and the parts of each to the score', () => {
  fc.assert(
    fc.property(endorsements([...MEMBERS, ...SYBILS.slice(0, 4)], 60), (all) => {
      const ranks = rank(all, MEMBERS, TODAY);
      expect(Math.abs(total(ranks) - 1)).toBeLessThan(ranks.length * 1e-9);
      for (const { scid, score, base, parts } of ranks) {
        expect(base + parts.reduce((sum, part) => sum + part.score, 0)).toBe(score);
        expect(Number.isSafeInteger(score)).toBe(true);
        expect(base).toBeGreaterThanOrEqual(MEMBERS.includes(scid) ? 0 : -parts.length);
      }
      // Every member's base is the same, but for rounding.
      const bases = ranks.filter(({ scid }) => MEMBERS.includes(scid)).map(({ base }) => base);
      expect(Math.max(...bases) - Math.min(...bases)).toBeLessThan(20);
    }),
    { numRuns: 300 },
  );
});

test('the order of endorsements and of members does not matter, to the last digit', () => {
  fc.assert(
    fc.property(
      endorsements([...MEMBERS, ...SYBILS.slice(0, 4)], 40).chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.shuffledSubarray(MEMBERS, { minLength: MEMBERS.length }),
        ),
      ),
      ([all, shuffled, members]) => {
        expect(rank(shuffled, members, TODAY)).toEqual(rank(all, MEMBERS, TODAY));
      },
    ),
    { numRuns: 200 },
  );
});

test('caps hold: weight up to one, a quarter of the giver to one other, and no more than everything in all', () => {
  fc.assert(
    fc.property(endorsements(MEMBERS, 80), (all) => {
      const ranks = rank(all, MEMBERS, TODAY);
      const given = new Map<string, number>();
      for (const { scid, parts } of ranks) {
        for (const part of parts) {
          expect(part.source).not.toBe(scid);
          expect(part.weight).toBeLessThanOrEqual(1);
          expect(part.share).toBeLessThanOrEqual(RANK_PARAMETERS.shareMax);
          expect(part.score).toBeLessThanOrEqual(part.uncappedScore);
          given.set(part.source, (given.get(part.source) ?? 0) + part.share);
        }
      }
      for (const share of given.values()) expect(share).toBeLessThanOrEqual(1 + 1e-12);
    }),
    { numRuns: 200 },
  );
});
