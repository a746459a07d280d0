import { ACTIONS, type Action } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Emotion } from './limbic-system.ts';

const SOFTMAX_GAIN = 3;

export type Probabilities = Record<Action, number>;

/** How much each action appeals in this mood (DESIGN §8). */
function actionScores({ valence, arousal, dopamine }: Emotion): Record<Action, number> {
  return {
    explore: valence * dopamine + arousal,
    wait: 0.8 * (1 - arousal),
    signal: arousal * dopamine,
    conserve: (1 - valence) * (1 - dopamine),
  };
}

/** Softmax over the scores. */
export function actionProbabilities(emotion: Emotion): Probabilities {
  const scores = actionScores(emotion);
  const weights = ACTIONS.map((action) => Math.exp(SOFTMAX_GAIN * scores[action]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [explore = 0, wait = 0, signal = 0, conserve = 0] = weights.map((weight) => weight / total);
  return { explore, wait, signal, conserve };
}

/** The first action, in the order of ACTIONS, up to which the probabilities add up to at least `draw`. */
export function sampleAction(probabilities: Probabilities, draw: number): Action {
  let cumulative = 0;
  for (const action of ACTIONS) {
    cumulative += probabilities[action];
    if (draw <= cumulative) return action;
  }
  // Rounding may leave the sum just under 1.
  return 'conserve';
}

/** Chooses what to do; `random` gives numbers in [0, 1). */
export class FrontalLobe {
  readonly #random: () => number;

  constructor({ random = Math.random }: { random?: () => number } = {}) {
    this.#random = random;
  }

  decide(emotion: Emotion): { action: Action; probabilities: Probabilities } {
    for (const name of ['valence', 'arousal', 'dopamine'] as const) {
      const value: unknown = emotion?.[name];
      if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
        throw new GhostStackError(
          'invalid-argument',
          says('error.agent.notShare', { name, value: String(value) }),
        );
      }
    }
    const draw = this.#random();
    if (!(draw >= 0 && draw <= 1)) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.randomOutOfRange', { draw: String(draw) }),
      );
    }
    const probabilities = actionProbabilities(emotion);
    return { action: sampleAction(probabilities, draw), probabilities };
  }
}
