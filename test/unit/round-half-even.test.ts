import { expect, test } from 'vitest';
import { roundHalfEven } from '#shared/protocol/round-half-even.ts';

test.each([
  // value, decimals, what Python 3 prints for round(value, decimals)
  [0.0625, 3, 0.062],
  [0.1875, 3, 0.188],
  [0.5, 0, 0],
  [1.5, 0, 2],
  [2.5, 0, 2],
  [2.675, 2, 2.67],
  [1.005, 2, 1.0],
  [1.0005, 3, 1.0],
  [0.0005, 3, 0.001],
  [0.0015, 3, 0.002],
  [0.0025, 3, 0.003],
  [0.0035, 3, 0.004],
  [0.2675, 3, 0.268],
  [0.55455, 4, 0.5545],
  [-0.0625, 3, -0.062],
  [5e-324, 3, 0],
  [1e300, 3, 1e300],
  [123456789.0625, 3, 123456789.062],
])('%d to %d decimals is %d', (value, decimals, expected) => {
  expect(roundHalfEven(value, decimals)).toBe(expected);
});

test('the sign of a zero and what is not a number stay', () => {
  expect(Object.is(roundHalfEven(-0.0001, 3), -0)).toBe(true);
  expect(roundHalfEven(Number.NaN, 3)).toBeNaN();
  expect(roundHalfEven(Number.POSITIVE_INFINITY, 3)).toBe(Number.POSITIVE_INFINITY);
});
