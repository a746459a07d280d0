import { expect, test } from 'vitest';
import { distanceOf, nearest } from '../../../electron/node/agent/similar-episodes.ts';
import { tryPolicy } from '../../../electron/node/agent/try-policy.ts';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';

function episodes(...lived: [label: string | null, intensity: number][]) {
  const brain = new BrainSimulation({ random: () => 0.99, now: () => 0 });
  for (const [label, intensity] of lived) brain.step('visual', intensity, 0.5, label);
  return brain.hippocampus.all();
}

test('what was lived weighs more than how strong it was, and with whom less', () => {
  const [lost, same, stronger, other, back] = episodes(
    ['Peer lost, bob', 0.8],
    ['Peer lost, bob', 0.8],
    ['Peer lost, bob', 0.9],
    ['Peer lost, carol', 0.8],
    ['Peer back, bob', 0.8],
  );
  expect(distanceOf(lost!, lost!)).toBe(0);
  const all = [lost!, same!, stronger!, other!, back!];
  expect(nearest(lost!, all, 3).map(({ episode }) => episode.cycle)).toEqual([2, 3, 4]);
  expect(nearest(lost!, all, 9)).toHaveLength(4);
  expect(nearest(lost!, [], 3)).toEqual([]);
});

test('a policy is tried against what is remembered, with the numbers of then', () => {
  const remembered = episodes(['Peer lost, bob', 0.8], [null, 0.2], ['Vote called, P-3', 0.7]);
  // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
  const rules = [{ when: { lived: ['peer-lost' as const] }, then: 'explore' as const }];
  const tried = tryPolicy({ name: 'script', version: 1, script: { rules, otherwise: 'wait' } }, remembered, {
    draw: () => 0.99,
    minuteOf: () => 0,
  });
  expect(tried.times).toEqual({ explore: 1, wait: 2, signal: 0, conserve: 0 });
  expect(tried.otherwise.map(({ cycle }) => cycle)).toEqual([3, 2, 1]);
  const same = tryPolicy({ name: 'softmax', version: 1 }, remembered, {
    draw: () => 0.99,
    minuteOf: () => 0,
  });
  expect(same).toMatchObject({ of: 3, otherwise: [] });
});
