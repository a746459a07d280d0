import { z } from 'zod';
import { RECENT_EPISODES, STIMULUS_TYPE_MAX } from '../../protocol/limits.ts';

export const ACTIONS = ['explore', 'wait', 'signal', 'conserve'] as const;
export const Action = z.enum(ACTIONS);
export type Action = z.infer<typeof Action>;

export const Autonomy = z.enum(['observe', 'suggest', 'act']);
export type Autonomy = z.infer<typeof Autonomy>;

const Unit = z.number().min(0).max(1);

export const Stimulus = z.object({
  type: z.string().min(1).max(STIMULUS_TYPE_MAX),
  intensity: Unit,
  novelty: Unit,
});
export type Stimulus = z.infer<typeof Stimulus>;

export const Episode = z.object({
  cycle: z.int().min(1),
  atMs: z.int(),
  stimulus: Stimulus,
  /** Where the stimulus came from, in words, for example `Message arrived from bob`; null for the form. */
  label: z.string().nullable(),
  valence: Unit,
  arousal: Unit,
  dopamine: Unit,
  reward: z.number(),
  action: Action,
  probabilities: z.record(Action, Unit),
});
export type Episode = z.infer<typeof Episode>;

export const Suggestion = z.object({
  id: z.string(),
  kind: z.enum(['message', 'proposal']),
  text: z.string(),
  action: Action,
  probability: Unit,
  cause: z.string(),
  atMs: z.int(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const AgentState = z.object({
  autonomy: Autonomy,
  cycle: z.int().min(0),
  valence: Unit,
  arousal: Unit,
  dopamine: Unit,
  predictedReward: z.number(),
  episodeCount: z.int().min(0),
  /** The newest, oldest first. */
  recent: z.array(Episode).max(RECENT_EPISODES),
  suggestion: Suggestion.nullable(),
  run: z.object({ done: z.int(), total: z.int(), perSecond: z.number() }).nullable(),
});
export type AgentState = z.infer<typeof AgentState>;
