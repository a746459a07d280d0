import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { BrainSimulation } from '../../electron/node/cognition/brain-simulation.ts';
import { actionScores, sampleAction, softmax } from '../../electron/node/cognition/policy/softmax.ts';
import { formatStateFile, parseStateFile } from '../../electron/node/cognition/state-file.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const stimulus = fc.tuple(
  fc.constantFrom('visual', 'auditory', 'touch'),
  fc.double({ min: -2, max: 3, noNaN: true }),
  fc.double({ min: -2, max: 3, noNaN: true }),
);

test('whatever is felt, emotions stay in [0, 1] with three decimals and the chances add up to 1', () => {
  fc.assert(
    fc.property(fc.array(stimulus, { maxLength: 60 }), (stimuli) => {
      const brain = new BrainSimulation();
      for (const [type, intensity, novelty] of stimuli) {
        const { emotion, probabilities, action } = brain.step(type, intensity, novelty);
        for (const value of Object.values(emotion)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(Number(value.toFixed(3))).toBe(value);
        }
        expect(ACTIONS).toContain(action);
        expect(Object.values(probabilities).reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
      }
      expect(brain.cycle).toBe(stimuli.length);
    }),
    { numRuns: 200 },
  );
});

test('an action is drawn from its own share of [0, 1], in the order of the list', () => {
  fc.assert(
    fc.property(unit, unit, unit, unit, (valence, arousal, dopamine, draw) => {
      const chances = softmax(actionScores({ valence, arousal, dopamine }));
      const chosen = ACTIONS.indexOf(sampleAction(chances, draw));
      const sumTo = (count: number) =>
        ACTIONS.slice(0, count).reduce((sum, action) => sum + chances[action], 0);
      expect(chosen === 0 || draw > sumTo(chosen)).toBe(true);
      expect(chosen === ACTIONS.length - 1 || draw <= sumTo(chosen + 1)).toBe(true);
    }),
  );
});

test('a brain that is saved and read again goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(fc.array(stimulus, { maxLength: 20 }), stimulus, fc.integer(), (past, next, seed) => {
      const now = () => 1_700_000_000_123;
      const random = () => ((seed >>> 0) % 1000) / 1000;
      const brain = new BrainSimulation({ random, now });
      for (const one of past) brain.step(...one);
      const saved = parseStateFile(
        formatStateFile({ state: brain.state, episodes: brain.hippocampus.all() }),
      );
      const resumed = new BrainSimulation({ random, now, ...saved });
      expect(resumed.hippocampus.all()).toEqual(brain.hippocampus.all());
      expect(resumed.step(...next)).toEqual(brain.step(...next));
    }),
    { numRuns: 100 },
  );
});

test('any text is a brain or a typed error', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => JSON.stringify(value)),
      ),
      (text) => {
        try {
          parseStateFile(text);
        } catch (error) {
          expect(error).toBeInstanceOf(GhostStackError);
          expect((error as GhostStackError).code).toBe('malformed');
        }
      },
    ),
    { numRuns: 500 },
  );
});
