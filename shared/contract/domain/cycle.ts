import { z } from 'zod';
import { STIMULUS_LABEL_MAX, STIMULUS_TYPE_MAX } from '../../protocol/limits.ts';
import { Action, LIFE_KINDS } from './agent.ts';
import { ByAction, Minute, PolicySpec } from './policy.ts';

const Unit = z.number().min(0).max(1);

/** A mood with the reward that it expects. */
export const Mood = z.strictObject({
  valence: Unit,
  arousal: Unit,
  dopamine: Unit,
  predictedReward: z.number(),
});
export type Mood = z.infer<typeof Mood>;

/**
 * One cycle of an agent with everything that it followed from (docs/agent.md): whoever has it can go through it again
 * and gets the same, to the last digit. Its digest is SHA-256 of its JCS (RFC 8785), 64 hex digits.
 */
export const CycleRecord = z.strictObject({
  v: z.literal(1),
  /** 16 random bytes, base64url: what happened cannot be guessed from the digest. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  cycle: z.int().min(1),
  atMs: z.int(),
  /** Minutes after midnight, by the clock of the agent's computer. */
  minute: Minute,
  before: Mood,
  /** As it was given, also outside of [0, 1]: the reward is computed from the novelty as it is. */
  stimulus: z.strictObject({
    type: z.string().min(1).max(STIMULUS_TYPE_MAX),
    intensity: z.number(),
    novelty: z.number(),
  }),
  label: z.string().max(STIMULUS_LABEL_MAX).nullable(),
  lived: z.strictObject({ kind: z.enum(LIFE_KINDS), subject: z.string().max(200) }).nullable(),
  policy: PolicySpec,
  scores: ByAction,
  probabilities: ByAction,
  /** The random number, in [0, 1). */
  draw: Unit,
  action: Action,
  reward: z.number(),
  after: Mood,
});
export type CycleRecord = z.infer<typeof CycleRecord>;
