import type { Action, LifeKind } from '#shared/contract/domain/agent.ts';
import type { ByAction, PolicySpec } from '#shared/contract/domain/policy.ts';
import type { Emotion } from '../limbic-system.ts';

/** What an agent looks at when it chooses. */
export interface Situation {
  /** As the stimulus left it. */
  readonly emotion: Emotion;
  readonly type: string;
  /** 0 to 1, three decimals. */
  readonly intensity: number;
  readonly novelty: number;
  /** What was lived, and whom or what it was about; null for a stimulus by hand. */
  readonly lived: { readonly kind: LifeKind; readonly subject: string } | null;
  /** Minutes after midnight, by the clock of the agent's computer. */
  readonly minute: number;
}

export interface Choice {
  readonly action: Action;
  readonly scores: ByAction;
  /** Together 1, but for rounding. */
  readonly probabilities: ByAction;
}

/** A way to choose. Pure: the same situation and number give the same choice, on every computer, to the last bit. */
export interface Policy {
  /** All that its choices follow from, so that somebody else can choose again. */
  readonly spec: PolicySpec;
  /** @param draw a random number in [0, 1) */
  choose(situation: Situation, draw: number): Choice;
}
