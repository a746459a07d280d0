import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/run.ts';

const SEED = 20_261_129;

test('nothing that is nearly right makes a node throw, forget, or fail to start and to show what it holds', async () => {
  const tallies = await fuzz({ runs: 5_000, seed: SEED });
  expect(tallies.flatMap(({ faults }) => faults)).toEqual([]);
  const entries = tallies.find(({ target }) => target === 'entries');
  // What is refused at the door tries nothing behind it.
  expect(entries?.counts.get('applied')).toBeGreaterThan(300);
  expect(entries?.counts.get('invalid')).toBeGreaterThan(100);
});
