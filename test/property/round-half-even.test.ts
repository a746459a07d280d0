import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundHalfEven } from '#shared/protocol/round-half-even.ts';

/** Rounds the exact decimal expansion digit by digit: another way to the same result. */
function roundDigits(value: number, decimals: number): number {
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(100).split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals));
  const rest = fraction.slice(decimals);
  const tie = `5${'0'.repeat(rest.length - 1)}`;
  const up = rest > tie || (rest === tie && kept % 2n === 1n);
  const digits = `${up ? kept + 1n : kept}`.padStart(decimals + 1, '0');
  const rounded = Number(
    `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`,
  );
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}

/** Numbers whose expansion has at most 100 decimals, ties among them. */
const exact = fc.oneof(
  fc.double({ min: 2 ** -40, max: 1024, noNaN: true }),
  fc
    .tuple(fc.integer({ min: 0, max: 1 << 20 }), fc.integer({ min: 1, max: 12 }))
    .map(([n, bits]) => n / 2 ** bits),
  fc.integer({ min: 0, max: 100_000 }).map((n) => (n + 0.5) / 1000),
);

test('the result is that of rounding the exact expansion', () => {
  fc.assert(
    fc.property(exact, fc.boolean(), fc.integer({ min: 1, max: 6 }), (size, negative, decimals) => {
      const value = negative ? -size : size;
      expect(roundHalfEven(value, decimals)).toBe(roundDigits(value, decimals));
    }),
    { numRuns: 5000 },
  );
});

test('rounding twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const once = roundHalfEven(value, 3);
      expect(roundHalfEven(once, 3)).toBe(once);
    }),
  );
});

test('scaling and toFixed, the shortcuts, would both be wrong somewhere', () => {
  const scaled = (value: number) => Math.round(value * 1000) / 1000;
  const fixed = (value: number) => Number(value.toFixed(3));
  const ties = Array.from({ length: 1000 }, (_, n) => (2 * n + 1) / 16);
  expect(ties.some((value) => fixed(value) !== roundHalfEven(value, 3))).toBe(true);
  const halves = Array.from({ length: 10_000 }, (_, n) => Number(`${n}.0005`));
  expect(halves.some((value) => scaled(value) !== roundHalfEven(value, 3))).toBe(true);
});
