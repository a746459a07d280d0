import { clampToUnit } from './sensory-processor.ts';

interface Feeling {
  readonly valence: number;
  readonly arousal: number;
}

/**
 * The limbic equations solved for the stimulus. The prototype's file does not say how strong and how new a
 * stimulus was; rounding leaves the intensity uncertain by 0.01 and the novelty by 0.03.
 */
export function estimateStimulus(before: Feeling, after: Feeling): { intensity: number; novelty: number } {
  const intensity = (after.arousal - 0.9 * before.arousal) / 0.1;
  const novelty = ((after.valence - 0.9 * before.valence) / 0.1 - 0.5) / 0.3;
  const settle = (value: number) => Math.round(clampToUnit(value) * 100) / 100;
  return { intensity: settle(intensity), novelty: settle(novelty) };
}
