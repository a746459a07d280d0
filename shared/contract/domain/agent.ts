import { z } from 'zod';
import { STIMULUS_TYPE_MAX } from '../../protocol/limits.ts';
import { issue } from '../../protocol/saying.ts';
import { LIFE_KINDS } from '../life-kinds.ts';
import { Brake, CycleDigest } from './agent-act.ts';

export const ACTIONS = ['explore', 'wait', 'signal', 'conserve'] as const;
export const Action = z.enum(ACTIONS);
export type Action = z.infer<typeof Action>;

export const Autonomy = z.enum(['observe', 'suggest', 'act']);
export type Autonomy = z.infer<typeof Autonomy>;

const Unit = z.number().min(0).max(1);

/** What half a character stands in has no digest. */
export function isWholeText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

export const Stimulus = z.object({
  type: z
    .string()
    .min(1)
    .max(STIMULUS_TYPE_MAX)
    .refine((type) => type.trim() !== '', issue('issue.nothingToSee'))
    .refine(isWholeText, issue('issue.halfCharacter')),
  intensity: Unit,
  novelty: Unit,
});
export type Stimulus = z.infer<typeof Stimulus>;

export { LIFE_KINDS, type LifeKind } from '../life-kinds.ts';

/** The stimulus that each of them is. */
export const LifeMapping = z.record(z.enum(LIFE_KINDS), Stimulus);
export type LifeMapping = z.infer<typeof LifeMapping>;

/** Subjects that are nobody's name, as labels have them: all peers, and who is none any more. */
export const EVERYONE = 'everyone';
export const UNKNOWN_PEER = 'someone unknown';

/** Where a stimulus came from: `subject` is the name of a peer, or the label of a proposal such as P-3. */
export const Lived = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(LIFE_KINDS), subject: z.string() }),
  /** From a state file that does not say how strong and how new it was. */
  z.object({ kind: z.literal('imported') }),
]);
export type Lived = z.infer<typeof Lived>;

export const Episode = z.object({
  cycle: z.int().min(1),
  atMs: z.int(),
  /** Of a state file it may have any type. */
  stimulus: Stimulus.extend({ type: z.string().min(1).max(STIMULUS_TYPE_MAX) }),
  /** As it stands in the state file, for example `Message arrived from bob`; null for the form. */
  label: z.string().nullable(),
  /** What the label says, where it is one that a node writes: then it is said in the reader's language. */
  lived: Lived.nullable(),
  valence: Unit,
  arousal: Unit,
  dopamine: Unit,
  reward: z.number(),
  /** The reward that was expected; null where that was not kept. */
  expected: z.number().nullable(),
  action: Action,
  probabilities: z.record(Action, Unit),
});
export type Episode = z.infer<typeof Episode>;

/** What the agent answered to: as of an episode, with the type of the stimulus. */
export const Noticed = Episode.pick({ label: true, lived: true }).extend({ type: z.string() });
export type Noticed = z.infer<typeof Noticed>;

export const Suggestion = z.object({
  id: z.string(),
  kind: z.enum(['message', 'proposal']),
  text: z.string(),
  action: Action,
  probability: Unit,
  noticed: Noticed,
  atMs: z.int(),
  /** The cycle that led to it, and its digest. */
  cycle: z.int().min(1),
  digest: CycleDigest,
  /** Why the agent, which may act, did not do it by itself. */
  held: Brake.nullable(),
});
export type Suggestion = z.infer<typeof Suggestion>;
