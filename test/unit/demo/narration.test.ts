import { expect, test } from 'vitest';
import { brainPlot } from '../../../electron/headless/demos/brain-plot.ts';
import { boolText, floatText, listText, scoresText } from '../../../electron/headless/demos/python-text.ts';
import { randomFor } from '../../../electron/headless/demos/seeded-random.ts';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';

test('values read as Python prints them', () => {
  expect([0.35, 0.527, 1, 0, 0.5].map(floatText)).toEqual(['0.35', '0.527', '1.0', '0.0', '0.5']);
  expect([true, false].map(boolText)).toEqual(['True', 'False']);
  expect(listText(['node_id', 'role'])).toBe("['node_id', 'role']");
  expect(scoresText({ alice: 0.5, bob: 0.25 })).toBe('alice=0.5  bob=0.25');
});

test('a seed gives each name its own stream, the same every time', () => {
  const take = (random: () => number) => Array.from({ length: 5 }, random);
  const alice = take(randomFor(7, 'alice'));
  expect(take(randomFor(7, 'alice'))).toEqual(alice);
  expect(take(randomFor(7, 'bob'))).not.toEqual(alice);
  expect(take(randomFor(8, 'alice'))).not.toEqual(alice);
  for (const draw of alice) expect(draw >= 0 && draw < 1).toBe(true);
});

test.each([0, 1, 2, 1000])('a plot of %i cycles is whole', (cycles) => {
  const brain = new BrainSimulation();
  for (let cycle = 0; cycle < cycles; cycle += 1) brain.step('visual', 0.5, 0.5);
  const plot = brainPlot(brain.hippocampus.all());
  expect(plot).not.toMatch(/NaN|Infinity|undefined/);
  expect(plot.match(/<polyline/g)).toHaveLength(3);
  expect(plot).toMatch(/<\/svg>\n$/);
});
