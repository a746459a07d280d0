import type { Action } from '#shared/contract/domain/agent.ts';
import type { ByAction } from '#shared/contract/domain/policy.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Emotion } from './limbic-system.ts';
import { actionScores, sampleAction, softmax } from './policy/softmax.ts';

export type Probabilities = ByAction;

/** Throws `invalid-argument` for what is no mood. */
export function requireMood(emotion: Emotion): void {
  for (const name of ['valence', 'arousal', 'dopamine'] as const) {
    const value: unknown = emotion?.[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.notShare', { name, value: String(value) }),
      );
    }
  }
}

/** Throws `invalid-argument` for what no source of random numbers gives. */
export function requireDraw(draw: number): void {
  if (!(draw >= 0 && draw <= 1)) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.agent.randomOutOfRange', { draw: String(draw) }),
    );
  }
}

/** Chooses as the tutorial does; `random` gives numbers in [0, 1). */
export class FrontalLobe {
  readonly #random: () => number;

  constructor({ random = Math.random }: { random?: () => number } = {}) {
    this.#random = random;
  }

  decide(emotion: Emotion): { action: Action; probabilities: Probabilities } {
    requireMood(emotion);
    const draw = this.#random();
    requireDraw(draw);
    const probabilities = softmax(actionScores(emotion));
    return { action: sampleAction(probabilities, draw), probabilities };
  }
}
