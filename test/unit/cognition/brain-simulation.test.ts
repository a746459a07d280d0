import { expect, test } from 'vitest';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import { FrontalLobe } from '../../../electron/node/cognition/frontal-lobe.ts';
import { Hippocampus } from '../../../electron/node/cognition/hippocampus.ts';
import { LimbicSystem } from '../../../electron/node/cognition/limbic-system.ts';
import { sampleAction } from '../../../electron/node/cognition/policy/softmax.ts';
import { SensoryProcessor } from '../../../electron/node/cognition/sensory-processor.ts';

test('the first cycle of the tutorial feels as the tutorial says', () => {
  const step = new BrainSimulation({ random: () => 0 }).step('visual', 0.8, 0.9);
  expect(step).toMatchObject({
    cycle: 1,
    stimulus: 'visual',
    emotion: { valence: 0.527, arousal: 0.35, dopamine: 0.523 },
    action: 'explore',
    dopamine: 0.523,
  });
});

test.each([
  [0, 'explore'],
  [0.25, 'explore'],
  [0.2501, 'wait'],
  [0.5, 'wait'],
  [0.75, 'signal'],
  [0.7501, 'conserve'],
  [1, 'conserve'],
])('a draw of %d among equal chances chooses %s', (draw, action) => {
  expect(sampleAction({ explore: 0.25, wait: 0.25, signal: 0.25, conserve: 0.25 }, draw)).toBe(action);
});

test('the senses clamp and round, and keep the novelty as it was for the reward', () => {
  expect(new SensoryProcessor().process('visual', 1.7, -0.2)).toEqual({
    type: 'visual',
    intensity: 1,
    novelty: 0,
    rawNovelty: -0.2,
  });
  expect(new SensoryProcessor().process('visual', 0.0625, 0.55555)).toMatchObject({
    intensity: 0.062,
    novelty: 0.556,
  });
});

test.each([
  ['intensity', ['visual', Number.NaN, 0.5]],
  ['novelty', ['visual', 0.5, Number.POSITIVE_INFINITY]],
  ['intensity', ['visual', '0.5', 0.5]],
  ['type', ['', 0.5, 0.5]],
  ['type', ['  ', 0.5, 0.5]],
  ['type', [7, 0.5, 0.5]],
  ['type', ['x'.repeat(41), 0.5, 0.5]],
])('a bad %s is named and changes nothing', (name, args) => {
  const brain = new BrainSimulation();
  const before = brain.state;
  expect(() => brain.step(...(args as [string, number, number]))).toThrow(
    expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(name) }),
  );
  expect(brain.state).toEqual(before);
  expect(brain.hippocampus.size).toBe(0);
});

test('a random source that gives nonsense is refused before the cycle counts', () => {
  const brain = new BrainSimulation({ random: () => Number.NaN });
  expect(() => brain.step('visual', 0.5, 0.5)).toThrow('random');
  expect(brain.cycle).toBe(0);
});

test('a cycle that cannot be stored has not happened', () => {
  const brain = new BrainSimulation({
    persist: () => {
      throw new Error('disk full');
    },
  });
  const before = brain.state;
  expect(() => brain.step('visual', 0.5, 0.5)).toThrow('disk full');
  expect(brain.state).toEqual(before);
  expect(brain.hippocampus.size).toBe(0);
});

test('memory holds the newest thousand episodes and forgets the oldest', () => {
  const brain = new BrainSimulation();
  for (let cycle = 0; cycle < 1003; cycle += 1) brain.step('visual', 0.5, 0.5);
  expect(brain.hippocampus.size).toBe(1000);
  expect(brain.hippocampus.all()[0]?.cycle).toBe(4);
  expect(brain.hippocampus.recent(2).map((episode) => episode.cycle)).toEqual([1002, 1003]);
});

test('the parts work alone', () => {
  const limbic = new LimbicSystem();
  const reward = limbic.update({ intensity: 0.8, novelty: 0.9 });
  expect(reward).toBeCloseTo(0.617, 12);
  expect(new FrontalLobe({ random: () => 1 }).decide(limbic.state).action).toBe('conserve');
  expect(() => limbic.update({ intensity: Number.NaN, novelty: 0 })).toThrow('intensity');
  expect(() => new FrontalLobe().decide({ valence: 2, arousal: 0, dopamine: 0 })).toThrow('valence');
  expect(new Hippocampus().recent()).toEqual([]);
});
