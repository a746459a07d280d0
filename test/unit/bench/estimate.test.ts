import { expect, test } from 'vitest';
import { estimate, estimateTable, partOf, SMALL_PARTS } from '../../../scripts/bench/estimate.ts';
import { FORMER, type Line, NOW } from '../../bench/frame/line.ts';
import type { LineResult } from '../../bench/frame/table.ts';

const LINE: Line = {
  number: '1',
  rows: [],
  sizes: {
    receipts: { what: 'receipts', usual: 100_000, short: 1_200 },
    members: { what: 'processes', usual: 7, short: 3 },
    bytes: { what: 'bytes', usual: 1_024, short: 1_024 },
  },
  formerRounds: 1,
  open: () => Promise.reject(new Error('not measured here')),
};

/** As if everything took a second, and a millisecond for each receipt; the former build ten times that. */
function measured(receipts: number): LineResult {
  const ms = 1_000 + receipts;
  const took = { setUpMs: ms, sideMs: { [NOW]: [ms], [FORMER]: [10 * ms] } };
  return {
    number: '1',
    sizes: { receipts },
    rounds: 1,
    noFormer: null,
    isJudged: true,
    rows: [],
    notes: [],
    took,
  };
}

test('a small size is a part of the full one, or of what was asked for; few of something stay as they are', () => {
  expect(partOf(LINE, {}, 0.02)).toEqual({ receipts: 2_000, members: 7, bytes: 1_024 });
  expect(partOf(LINE, {}, 0.001)).toMatchObject({ receipts: 1_200 });
  expect(partOf(LINE, { receipts: 10_000_000 }, 0.02)).toMatchObject({ receipts: 200_000 });
  expect(partOf(LINE, { receipts: 500 }, 0.02)).toMatchObject({ receipts: 500 });
});

test('what grows with the size is drawn out to the full one, and each side counts as often as it is measured', () => {
  const [less, more] = SMALL_PARTS;
  const at = (part: number) => measured(partOf(LINE, {}, part).receipts as number);
  const one = estimate(LINE, [at(less), at(more)]);
  expect(Math.round(one.setUpMs)).toBe(101_000);
  expect(Math.round(one.sideMs[FORMER] ?? 0)).toBe(1_010_000);
  expect(one).toMatchObject({ rounds: 5, formerRounds: 1 });
  expect(Math.round(one.inAllMs)).toBe(101_000 + 5 * 101_000 + 1_010_000);
  expect(estimateTable([{ name: 'history', ...one }])).toContain(`| 5 (${FORMER}: 1) | 1616 s |`);
});

test('what is no larger at the full size takes as long as it took', () => {
  const one = estimate(LINE, [measured(5_000), measured(5_000)], 3);
  expect(one.inAllMs).toBe(6_000 + 3 * 6_000 + 60_000);
});
