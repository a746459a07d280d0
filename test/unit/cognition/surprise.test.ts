import { expect, test } from 'vitest';
import type { Episode } from '#shared/contract/domain/agent.ts';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import { Hippocampus } from '../../../electron/node/cognition/hippocampus.ts';
import { ALWAYS_REMEMBERED, forgetsDullest, surpriseOf } from '../../../electron/node/cognition/surprise.ts';

function episodes(count: number, reward: (cycle: number) => number): Episode[] {
  const brain = new BrainSimulation();
  return Array.from({ length: count }, (_, index) => {
    brain.step('visual', 0.5, 0.5);
    return { ...brain.hippocampus.recent(1)[0]!, reward: reward(index + 1), expected: 0.5 };
  });
}

test('of what is not new the least surprising is forgotten first, and of equals the oldest', () => {
  const capacity = ALWAYS_REMEMBERED + 3;
  const memory = new Hippocampus({ capacity, forgets: forgetsDullest });
  // 1, 2 and 5 were surprises; the others were as expected.
  for (const episode of episodes(capacity + 4, (cycle) =>
    cycle === 1 ? 0.9 : [2, 5].includes(cycle) ? 0.2 : 0.5,
  ))
    memory.store(episode);
  const kept = memory.all().map(({ cycle }) => cycle);
  expect(kept).toHaveLength(capacity);
  expect(kept.slice(0, 4)).toEqual([1, 2, 5, 8]);
});

test('the newest are remembered however dull they were', () => {
  const capacity = ALWAYS_REMEMBERED + 1;
  const memory = new Hippocampus({ capacity, forgets: forgetsDullest });
  for (const episode of episodes(300, (cycle) => (cycle < 150 ? 1 : 0.5))) memory.store(episode);
  expect(memory.recent(ALWAYS_REMEMBERED).map(({ cycle }) => cycle)).toEqual(
    Array.from({ length: ALWAYS_REMEMBERED }, (_, index) => 201 + index),
  );
});

test('an episode of which it is not known what was expected surprises nobody', () => {
  expect(surpriseOf({ reward: 1, expected: null })).toBe(0);
  expect(surpriseOf({ reward: 0.2, expected: 0.5 })).toBeCloseTo(0.3, 12);
});
