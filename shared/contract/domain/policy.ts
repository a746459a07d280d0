import { z } from 'zod';
import { POLICY_RULES_MAX, STIMULUS_TYPE_MAX } from '../../protocol/limits.ts';
import { issue } from '../../protocol/saying.ts';
import { type ACTIONS, Action, isWholeText, LIFE_KINDS } from './agent.ts';

const Unit = z.number().min(0).max(1);
/** Where a number has to be; both ends belong to it. */
const Between = z.strictObject({ from: Unit.optional(), to: Unit.optional() });
/** Minutes after midnight, by the clock of the agent's computer. */
export const Minute = z.int().min(0).max(1439);

/** What has to be so; what is left out may be anything. */
export const PolicyWhen = z.strictObject({
  /** What was lived, one of these; a stimulus by hand is none of them. */
  lived: z.array(z.enum(LIFE_KINDS)).min(1).max(LIFE_KINDS.length).optional(),
  /** Whom or what it was about: a peer's name, or a label such as P-3. */
  about: z.string().min(1).max(200).refine(isWholeText, issue('issue.halfCharacter')).optional(),
  /** The stimulus' type, such as `visual`. */
  type: z.string().min(1).max(STIMULUS_TYPE_MAX).refine(isWholeText, issue('issue.halfCharacter')).optional(),
  intensity: Between.optional(),
  novelty: Between.optional(),
  valence: Between.optional(),
  arousal: Between.optional(),
  dopamine: Between.optional(),
  /** From the first minute up to the last; over midnight where the first is the later one. */
  time: z.strictObject({ from: Minute, to: Minute }).optional(),
});
export type PolicyWhen = z.infer<typeof PolicyWhen>;

/** Rules of an operator's own: the first whose `when` holds says what is done. */
export const PolicyScript = z.strictObject({
  // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
  rules: z.array(z.strictObject({ when: PolicyWhen, then: Action })).max(POLICY_RULES_MAX),
  otherwise: Action,
});
export type PolicyScript = z.infer<typeof PolicyScript>;

/** How an agent chooses, with all that its choices follow from. */
export const PolicySpec = z.discriminatedUnion('name', [
  /** The tutorial's: softmax over the scores of DESIGN §8. */
  z.strictObject({ name: z.literal('softmax'), version: z.literal(1) }),
  /** The same, with less of a wish to do what others notice. */
  z.strictObject({ name: z.literal('cautious'), version: z.literal(1) }),
  z.strictObject({ name: z.literal('script'), version: z.literal(1), script: PolicyScript }),
]);
export type PolicySpec = z.infer<typeof PolicySpec>;
export type PolicyName = PolicySpec['name'];

/** A number for each action. */
export const ByAction = z.strictObject({
  explore: z.number(),
  wait: z.number(),
  signal: z.number(),
  conserve: z.number(),
} satisfies Record<(typeof ACTIONS)[number], z.ZodType>);
export type ByAction = z.infer<typeof ByAction>;
