/** Rank over bridges: what cells say of others never weighs more than what flows to them from here. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROW_MAX, type Row } from '#shared/protocol/bridges/bodies.ts';
import {
  type Across,
  type EndorsementAcross,
  outsideNode,
  rankAcross,
} from '#shared/protocol/bridges/rank-across.ts';
import { SCORE_ONE } from '#shared/protocol/trust/rank.ts';
import { RANK_PARAMETERS } from '#shared/protocol/trust/rank-graph.ts';

const TODAY = 20_000;
const RUNS = process.env.GHOSTSTACK_LONG ? 20_000 : 250;
const { damping: D, shareMax: C, crossCell: BETA } = RANK_PARAMETERS;
const HERE = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'];
/** Some of whom are members here as well. */
const THERE = ['m1', 'o2', 'o3', 'o4', 'o5', 'm6', 'o7'];
const CELLS = ['ca', 'cb', 'cc'];

const there = fc.constantFrom(...THERE);
const here = fc.constantFrom(...HERE);
const thousandths = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: ROW_MAX }));
const row: fc.Arbitrary<Row> = fc.oneof(
  fc.tuple(there, there, fc.constant(0 as const), thousandths),
  fc.tuple(there, fc.oneof(here, there), fc.constant(1 as const), thousandths),
);
const bridge = (cell: string): fc.Arbitrary<Across> =>
  fc.record({
    cell: fc.constant(cell),
    until: fc.oneof({ weight: 6, arbitrary: fc.constant(TODAY) }, fc.constant(TODAY - 1)),
    members: fc
      .subarray(THERE, { minLength: 1 })
      .map((named) => named.map((scid) => ({ scid, alias: scid, key: scid }))),
    said: fc.option(
      fc.record({
        statement: fc.constant(`said by ${cell}`),
        day: fc.integer({ min: TODAY - 90, max: TODAY + 1 }),
        rows: fc
          .uniqueArray(row, { maxLength: 25, selector: ([a, b, where]) => `${a}/${b}/${where}` })
          .map((rows) => rows.filter(([a, b]) => a !== b)),
      }),
      { freq: 8 },
    ),
  });
const given: fc.Arbitrary<EndorsementAcross> = fc
  .record({
    source: here,
    target: fc.oneof(here, there),
    strength: fc.integer({ min: 1, max: 1000 }),
    day: fc.integer({ min: TODAY - 90, max: TODAY + 1 }),
    receipt: fc.uuid(),
    cell: fc.oneof(fc.constant(undefined), fc.constantFrom(...CELLS)),
  })
  .filter(({ source, target }) => source !== target);
const scene = fc.record({
  size: fc.integer({ min: 1, max: HERE.length }),
  endorsements: fc.array(given, { maxLength: 25 }),
  bridges: fc.tuple(...CELLS.map(bridge)),
});

test('no set of outsiders has more than d F / (1 - d), whatever other cells say and however many agree on it', () => {
  fc.assert(
    fc.property(scene, fc.infiniteStream(fc.boolean()), ({ size, endorsements, bridges }, coin) => {
      const members = HERE.slice(0, size);
      const ranks = rankAcross(endorsements, members, bridges, TODAY);
      const outside = ranks.filter(({ scid }) => !members.includes(scid));
      const picked = outside.filter(() => coin.next().value === true);
      for (const set of [outside, picked]) {
        const names = new Set(set.map(({ scid }) => scid));
        const flow = set
          .flatMap(({ parts }) => parts)
          .filter(({ source }) => !names.has(source))
          .reduce((sum, { score }) => sum + score / D, 0);
        const theirs = set.reduce((sum, { score }) => sum + score, 0);
        expect(theirs).toBeLessThanOrEqual((D * flow) / (1 - D) + 200);
      }
      const all = outside.reduce((sum, { score }) => sum + score, 0);
      expect(all).toBeLessThanOrEqual((0.21 / 0.51) * SCORE_ONE + 200);
    }),
    { numRuns: RUNS },
  );
});

test('the bound is reached by outsiders who all endorse each other, and nobody here', () => {
  const clique = THERE.filter((name) => name.startsWith('o')).concat('o8', 'o9', 'o10');
  const rows = clique.flatMap((a) => clique.filter((b) => b !== a).map((b): Row => [a, b, 0, ROW_MAX]));
  const said = { statement: 's', day: TODAY, rows };
  const members = clique.map((scid) => ({ scid, alias: scid, key: scid }));
  const one = { source: 'm1', target: 'o2', strength: 1000, day: TODAY, receipt: 'r', cell: 'ca' };
  const ranks = rankAcross([one], ['m1'], [{ cell: 'ca', until: TODAY, members, said }], TODAY);
  const outside = ranks.filter(({ scid }) => scid !== 'm1');
  const flow = (ranks.find(({ scid }) => scid === 'm1')?.score ?? 0) * C * BETA;
  const theirs = outside.reduce((sum, { score }) => sum + score, 0);
  expect(theirs / ((D * flow) / (1 - D))).toBeCloseTo(1, 6);
});

test('is what the text says, computed from it word by word', () => {
  fc.assert(
    fc.property(scene, ({ size, endorsements, bridges }) => {
      const members = HERE.slice(0, size);
      const ranks = rankAcross(endorsements, members, bridges, TODAY);
      const literal = literalRank(endorsements, members, bridges);
      for (const { scid, score } of ranks)
        expect(Math.abs(score - (literal.get(scid) ?? Number.NaN) * SCORE_ONE)).toBeLessThan(2);
      const shown = ranks.reduce((sum, { score }) => sum + score, 0);
      expect(Math.abs(shown - SCORE_ONE)).toBeLessThan(ranks.length + 1);
    }),
    { numRuns: RUNS },
  );
});

test('moves nothing for members before somebody of another cell is endorsed here', () => {
  fc.assert(
    fc.property(scene, ({ size, endorsements, bridges }) => {
      const members = HERE.slice(0, size);
      const own = endorsements.filter(({ cell }) => cell === undefined);
      const ranks = rankAcross(own, members, bridges, TODAY);
      const alone = new Map(rankAcross(own, members, [], TODAY).map(({ scid, score }) => [scid, score]));
      for (const { scid, score } of ranks) expect(score).toBe(alone.get(scid) ?? 0);
    }),
    { numRuns: RUNS },
  );
});

/** Pairs, sums and matrices, as docs/protocol.md tells them. */
function literalRank(
  endorsements: readonly EndorsementAcross[],
  members: readonly string[],
  bridges: readonly Across[],
): Map<string, number> {
  const heard = bridges.filter(({ until }) => TODAY <= until);
  const weights = new Map<string, { from: string; to: string; sum: number; crosses: boolean }>();
  const add = (from: string, to: string, strength: number, day: number, crosses: boolean): void => {
    const pair = weights.get(`${from}>${to}`) ?? { from, to, sum: 0, crosses };
    pair.sum += faded(strength, TODAY - day);
    weights.set(`${from}>${to}`, pair);
  };
  for (const { source, target, cell, strength, day } of endorsements) {
    if (!members.includes(source)) continue;
    if (cell === undefined && members.includes(target)) add(source, target, strength, day, false);
    const to = heard.find((one) => one.cell === cell);
    if (cell !== undefined && to?.members.some(({ scid }) => scid === target))
      add(source, outsideNode(cell, target), strength, day, true);
  }
  for (const { cell, said } of heard) {
    for (const [source, target, where, t] of said?.rows ?? []) {
      if (where === 0) add(outsideNode(cell, source), outsideNode(cell, target), t, said?.day ?? 0, false);
      else if (members.includes(target) && target !== source)
        add(outsideNode(cell, source), target, t, said?.day ?? 0, true);
    }
  }
  const pairs = [...weights.values()].map((pair) => ({ ...pair, w: Math.min(1, pair.sum) }));
  const names = [...new Set([...members, ...pairs.flatMap(({ from, to }) => [from, to])])];
  const given = (name: string) => pairs.reduce((sum, { from, w }) => sum + (from === name ? w : 0), 0);
  const shares = pairs.map(({ from, to, w, crosses }) => ({
    from,
    to,
    p: Math.min(C, w / Math.max(given(from), 1)) * (crosses ? BETA : 1),
  }));
  let r = new Map(names.map((name) => [name, members.includes(name) ? 1 / members.length : 0]));
  for (let pass = 0; pass < 120; pass += 1) {
    const flow = new Map(names.map((name) => [name, 0]));
    for (const { from, to, p } of shares) flow.set(to, (flow.get(to) ?? 0) + (r.get(from) ?? 0) * p);
    const passedOn = [...flow.values()].reduce((sum, one) => sum + one, 0);
    const base = (1 - D * passedOn) / members.length;
    r = new Map(names.map((name) => [name, D * (flow.get(name) ?? 0) + (members.includes(name) ? base : 0)]));
  }
  return r;
}

function faded(thousandths: number, age: number): number {
  return (thousandths / 1000) * 2 ** (-Math.max(0, age) / 30);
}
