import { describe, expect, it } from 'vitest';
import { FADE_ONE, fadedStrength, HALF_LIFE_DAYS } from '#shared/protocol/trust/fade.ts';
import { type DatedEndorsement, type Ranked, rank, SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';

const TODAY = 20_000;

function endorsement(source: string, target: string, strength = 1000, ageDays = 0): DatedEndorsement {
  return { source, target, strength, day: TODAY - ageDays, receipt: `${source}>${target}@${ageDays}` };
}

function of(ranks: readonly Ranked[], scid: string): Ranked {
  return ranks.find((one) => one.scid === scid)!;
}

describe('fading', () => {
  it('is 2^(-age / 30) to the nearest integer: the table is checked by exact powers', () => {
    for (let days = 0; days < HALF_LIFE_DAYS; days += 1) {
      // x is round(2^32 · 2^(-days / 30)) when (2x - 1)^30 < 2^(33 · 30 - days) < (2x + 1)^30.
      const twice = 2n * BigInt(fadedStrength(1, days));
      const exact = 2n ** BigInt(33 * 30 - days);
      expect((twice - 1n) ** 30n < exact && exact < (twice + 1n) ** 30n).toBe(true);
    }
  });

  it('halves every 30 days, never grows with age, and ends at nothing', () => {
    expect(fadedStrength(1000, 0)).toBe(1000 * FADE_ONE);
    expect(fadedStrength(1000, 30)).toBe(500 * FADE_ONE);
    expect(fadedStrength(1000, 300)).toBe((1000 * FADE_ONE) / 1024);
    for (let days = 1; days < 1200; days += 1)
      expect(fadedStrength(7, days)).toBeLessThanOrEqual(fadedStrength(7, days - 1));
    expect(fadedStrength(1000, 100 * 365)).toBe(0);
    expect(fadedStrength(1000, -3)).toBe(1000 * FADE_ONE);
  });
});

describe('rank', () => {
  it('is the same for all members while nobody endorses anybody', () => {
    expect(rank([], ['a', 'b', 'c', 'd'], TODAY).map(({ score }) => score)).toEqual([25e7, 25e7, 25e7, 25e7]);
    expect(rank([], [], TODAY)).toEqual([]);
  });

  it('is what the definition says, worked out by hand for two members', () => {
    // P(a, b) = 0.25, all else returns: b = (1 - 0.7 · 0.25 a) / 2 + 0.7 · 0.25 a and a = (1 - 0.7 · 0.25 a) / 2.
    const a = 0.5 / (1 + 0.5 * 0.7 * 0.25);
    const [first, second] = rank([endorsement('a', 'b')], ['a', 'b'], TODAY);
    expect(first!.score).toBe(Math.round(a * SCORE_ONE));
    expect(second!.score).toBe(Math.round((1 - a) * SCORE_ONE));
    expect(second!.parts).toMatchObject([
      { source: 'a', share: 0.25, caps: ['share'], score: Math.round(0.7 * 0.25 * a * SCORE_ONE) },
    ]);
    expect(second!.parts[0]!.uncappedScore).toBe(Math.round(0.7 * a * SCORE_ONE));
  });

  it('adds endorsements of one pair up to a full one, and fades each by its age', () => {
    const parts = (...given: DatedEndorsement[]) => of(rank(given, ['a', 'b'], TODAY), 'b').parts[0]!;
    expect(parts(endorsement('a', 'b', 200))).toMatchObject({ weight: 0.2, share: 0.2, caps: [] });
    expect(parts(endorsement('a', 'b', 200), endorsement('a', 'b', 400, 30))).toMatchObject({
      weight: 0.4,
      share: 0.25,
      caps: ['share'],
      endorsements: [
        { strength: 200, ageDays: 0, counts: 0.2 },
        { strength: 400, ageDays: 30, counts: 0.2 },
      ],
    });
    expect(parts(endorsement('a', 'b', 700), endorsement('a', 'b', 800, 1))).toMatchObject({
      weight: 1,
      caps: ['weight', 'share'],
    });
  });

  it('passes on less of the trust of who endorses little (W0), and shares what who endorses many gives', () => {
    const members = ['a', 'b', 'c', 'd', 'e', 'f'];
    const share = (given: DatedEndorsement[], source: string, target: string) =>
      of(rank(given, members, TODAY), target).parts.find((part) => part.source === source)!.share;
    expect(share([endorsement('a', 'b', 100)], 'a', 'b')).toBe(0.1);
    const all = ['b', 'c', 'd', 'e', 'f'].map((target) => endorsement('a', target));
    expect(share(all, 'a', 'b')).toBe(0.2);
  });

  it('counts an endorsement of oneself for nothing, and one from another cell by beta', () => {
    const members = ['a', 'b'];
    expect(rank([endorsement('a', 'a')], members, TODAY)).toEqual(rank([], members, TODAY));
    const [, b] = rank([{ ...endorsement('a', 'b'), crossCell: true }], members, TODAY);
    expect(b!.parts[0]!.share).toBe(0.25 * RANK_PARAMETERS.crossCell);
    expect(b!.parts[0]!.caps).toEqual(['share', 'crossCell']);
    // Outsiders have what flows to them, and no part in the restart.
    const [stranger] = rank([endorsement('b', 'Z')], members, TODAY);
    expect(stranger).toMatchObject({ scid: 'Z', base: 0 });
    expect(stranger!.score).toBe(stranger!.parts[0]!.score);
  });

  it('shows the same picture as the one that was drawn for five members', () => {
    // alice, bob, dave and erin endorse carol; what they give in all is at least one full endorsement.
    const members = ['alice', 'bob', 'carol', 'dave', 'erin'];
    const ranks = rank(
      [
        endorsement('alice', 'carol', 1000, 4),
        endorsement('alice', 'erin', 1000, 40),
        endorsement('bob', 'carol', 900, 15),
        endorsement('bob', 'alice', 1000, 2),
        endorsement('dave', 'carol', 1000, 2),
        endorsement('dave', 'alice', 1000, 80),
        endorsement('erin', 'carol', 800, 11),
        endorsement('carol', 'alice', 1000, 1),
      ],
      members,
      TODAY,
    );
    const carol = of(ranks, 'carol');
    expect(carol.parts.map(({ source, caps }) => [source, caps])).toEqual([
      ['alice', ['share']],
      ['bob', ['share']],
      ['dave', ['share']],
      ['erin', ['share']],
    ]);
    expect(carol.score).toBe(Math.max(...ranks.map(({ score }) => score)));
    expect(new Set(ranks.map(({ base }) => Math.round(base / 10))).size).toBe(1);
  });
});
