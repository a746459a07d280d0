import { expect, test } from 'vitest';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import vectors from '../../vectors/prototype-vectors.json' with { type: 'json' };

test('there are forty trajectories to follow', () => {
  expect(vectors.brain).toHaveLength(40);
});

test.each(vectors.brain.map((trajectory, index) => ({ index, ...trajectory })))(
  'trajectory $index goes as in the prototype',
  ({ stimuli, expected }) => {
    const brain = new BrainSimulation({ random: () => 0.5 });
    for (const [index, { type, intensity, novelty }] of stimuli.entries()) {
      const want = expected[index]!;
      const got = brain.step(type, intensity, novelty);
      expect(got.cycle).toBe(want.cycle);
      expect(got.emotion).toEqual({ valence: want.valence, arousal: want.arousal, dopamine: want.dopamine });
      expect(got.dopamine).toBe(want.dopamine);
      expect(Math.abs(got.predictedReward - want.predictedReward)).toBeLessThan(1e-12);
      for (const action of ['explore', 'wait', 'signal', 'conserve'] as const) {
        expect(Math.abs(got.probabilities[action] - want.probabilities[action])).toBeLessThan(1e-12);
      }
    }
  },
);
