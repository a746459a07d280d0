import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { requireDraw, requireMood } from './frontal-lobe.ts';
import { feel } from './limbic-system.ts';
import { policyOf } from './policy/policy-of.ts';
import { type Percept, SensoryProcessor } from './sensory-processor.ts';

/** What a cycle follows from. */
export type CycleCause = Omit<CycleRecord, 'scores' | 'probabilities' | 'action' | 'reward' | 'after'>;

const SENSES = new SensoryProcessor();

/** What of a stimulus is felt: strength and novelty from 0 to 1, three decimals. */
export function sense({ type, intensity, novelty }: CycleRecord['stimulus']): Percept {
  return SENSES.process(type, intensity, novelty);
}

/**
 * One cognitive cycle: sense, feel, decide (DESIGN §8). Pure, and the same to the last digit on every computer.
 * Throws `invalid-argument` for a stimulus, mood or number that is none.
 */
export function goThrough(cause: CycleCause): CycleRecord {
  const { before, stimulus, lived, minute, policy, draw } = cause;
  const percept = sense(stimulus);
  const { state: after, reward } = feel(before, percept);
  const { predictedReward: _, ...emotion } = after;
  requireMood(emotion);
  requireDraw(draw);
  const { type, intensity, novelty } = percept;
  const choice = policyOf(policy).choose({ emotion, type, intensity, novelty, lived, minute }, draw);
  return { ...cause, ...choice, reward, after };
}
