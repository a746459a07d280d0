import type { Policy } from './policy.ts';
import { actionScores, sampleAction, softmax } from './softmax.ts';

/** So much less do explore and signal appeal: in the mood that an agent is born with, each to a chance of one in ten. */
const RELUCTANCE = 0.5;

/** The tutorial's scores, with less of a wish to do what others notice. */
export const CAUTIOUS: Policy = {
  spec: { name: 'cautious', version: 1 },
  choose({ emotion }, draw) {
    const { explore, signal, ...quiet } = actionScores(emotion);
    const scores = { ...quiet, explore: explore - RELUCTANCE, signal: signal - RELUCTANCE };
    const probabilities = softmax(scores);
    return { action: sampleAction(probabilities, draw), scores, probabilities };
  },
};
