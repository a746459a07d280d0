import { z } from 'zod';
import { RECENT_EPISODES } from '../../protocol/limits.ts';
import { Autonomy, Episode, LifeMapping, Suggestion } from './agent.ts';
import { ActOutcome, AgentBudget } from './agent-act.ts';
import { PolicySpec } from './policy.ts';

const Unit = z.number().min(0).max(1);

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
  /** What came of what it did: the newest, oldest first. */
  outcomes: z.array(ActOutcome).max(RECENT_EPISODES),
  suggestion: Suggestion.nullable(),
  run: z.object({ done: z.int(), total: z.int(), perSecond: z.number(), paused: z.boolean() }).nullable(),
  policy: PolicySpec,
  budget: AgentBudget,
  /** The operator has stopped it. */
  braked: z.boolean(),
  mapping: LifeMapping,
});
export type AgentState = z.infer<typeof AgentState>;
