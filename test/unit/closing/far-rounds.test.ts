import { expect, it } from 'vitest';
import { jumpOver } from '#shared/protocol/closing/round-timer.ts';

it.each([1, 2, 3, 4, 5, 6, 7])('of %i members each has its turn where one leads ever further ahead', (n) => {
  const jumps = jumpOver(n);
  expect(jumps).toBeLessThanOrEqual(1000);
  const led = Array.from({ length: n }, (_, turn) => (turn * jumps) % n);
  expect(new Set(led).size).toBe(n);
});
