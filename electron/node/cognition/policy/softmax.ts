import { ACTIONS, type Action } from '#shared/contract/domain/agent.ts';
import type { ByAction } from '#shared/contract/domain/policy.ts';
import type { Emotion } from '../limbic-system.ts';
import { portableExp } from '../portable-exp.ts';
import type { Policy } from './policy.ts';

const GAIN = 3;

/** How much each action appeals in this mood (DESIGN §8). */
export function actionScores({ valence, arousal, dopamine }: Emotion): ByAction {
  return {
    explore: valence * dopamine + arousal,
    wait: 0.8 * (1 - arousal),
    signal: arousal * dopamine,
    conserve: (1 - valence) * (1 - dopamine),
  };
}

/** Softmax with gain 3 (DESIGN §8). */
export function softmax(scores: ByAction): ByAction {
  const weights = ACTIONS.map((action) => portableExp(GAIN * scores[action]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [explore = 0, wait = 0, signal = 0, conserve = 0] = weights.map((weight) => weight / total);
  return { explore, wait, signal, conserve };
}

/** The first action, in the order of ACTIONS, up to which the probabilities add up to at least `draw`. */
export function sampleAction(probabilities: ByAction, draw: number): Action {
  let cumulative = 0;
  for (const action of ACTIONS) {
    cumulative += probabilities[action];
    if (draw <= cumulative) return action;
  }
  // Rounding may leave the sum just under 1.
  return 'conserve';
}

/** The tutorial's way to choose. */
export const SOFTMAX: Policy = {
  spec: { name: 'softmax', version: 1 },
  choose({ emotion }, draw) {
    const scores = actionScores(emotion);
    const probabilities = softmax(scores);
    return { action: sampleAction(probabilities, draw), scores, probabilities };
  },
};
