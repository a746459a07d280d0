import { describe, expect, test } from 'vitest';
import { type Aim, FORMER, NOW, type Row } from '../../bench/frame/line.ts';
import { judge, median } from '../../bench/frame/verdict.ts';

const row = (...aims: Aim[]): Row => ({ key: 'ms', what: 'an answer', unit: 'ms', aims });
const readings = (values: Record<string, readonly number[]>) =>
  Object.fromEntries(Object.entries(values).map(([side, list]) => [side, list.map((ms) => ({ ms }))]));
const verdict = (aim: Aim, values: Record<string, readonly number[]>) =>
  judge(row(aim), readings(values)).aims[0];

test('a median is the value in the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 2])).toBe(2);
});

describe('an aim', () => {
  const values = { [NOW]: [190, 5_000, 180], bare: [40, 40, 45], [FORMER]: [400, 380, 410] };

  test('above another side is reached by the medians, which one slow run does not move', () => {
    expect(verdict({ of: 'bare', atMostMore: 150 }, values)).toEqual({
      aim: 'at most bare + 150 ms',
      isReached: true,
      verdict: 'reached',
    });
  });
  test('that is missed says by how much', () => {
    expect(verdict({ of: 'bare', atMostMore: 100 }, values)?.verdict).toBe('missed by 50.0 ms');
    expect(verdict({ atMost: 20 }, values)?.verdict).toBe('missed by 170 ms');
    expect(verdict({ of: FORMER, atMostTimes: 0.25 }, values)).toMatchObject({
      isReached: false,
      verdict: 'missed by being 0.475 of it',
    });
  });
  test('of more is judged the other way round', () => {
    expect(verdict({ of: 'bare', atLeastTimes: 4 }, values)?.isReached).toBe(true);
    expect(verdict({ of: 'bare', atLeastTimes: 5 }, values)?.isReached).toBe(false);
  });
  test('against a side that was not measured is not judged', () => {
    expect(verdict({ of: FORMER, atMostTimes: 1 }, { [NOW]: [1] })).toMatchObject({
      isReached: null,
      verdict: `not judged: no reading of ${FORMER}`,
    });
  });
});

test('a side that says nothing of a row is left out of it', () => {
  const both = judge(row(), { [NOW]: [{ ms: 10 }], bare: [{ bytes: 7 }] });
  expect(both.sides.map(({ side, ratio }) => [side, ratio])).toEqual([[NOW, 1]]);
});

test('a row that nothing was measured for is an error, not a result', () => {
  expect(() => judge(row(), { bare: [{ ms: 1 }] })).toThrow('nothing was measured for: an answer');
});
