import { GhostStackError } from '#shared/contract/errors.ts';
import { STIMULUS_TYPE_MAX } from '#shared/protocol/limits.ts';
import { roundHalfEven } from '#shared/protocol/round-half-even.ts';
import { says } from '#shared/protocol/saying.ts';

const DECIMALS = 3;

/** A stimulus as the limbic system takes it. */
export interface Percept {
  readonly type: string;
  /** 0 to 1, three decimals. */
  readonly intensity: number;
  /** 0 to 1, three decimals. */
  readonly novelty: number;
  /** Novelty as it was given: the reward is computed from it (DESIGN §8). */
  readonly rawNovelty: number;
}

function requireFinite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.agent.notFinite', { name, value: String(value) }),
    );
  }
  return value;
}

export function clampToUnit(value: number): number {
  return Math.max(0, Math.min(1, value));
}

/** Turns what was noticed into a percept: strength and novelty are clamped to [0, 1] and rounded. */
export class SensoryProcessor {
  process(type: string, intensity: number, novelty: number): Percept {
    if (typeof type !== 'string' || type.trim() === '') {
      throw new GhostStackError('invalid-argument', says('error.agent.stimulusWithoutType'));
    }
    if (type.length > STIMULUS_TYPE_MAX) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.stimulusTypeTooLong', { limit: STIMULUS_TYPE_MAX, length: type.length }),
      );
    }
    const rawNovelty = requireFinite('novelty', novelty);
    return {
      type,
      intensity: roundHalfEven(clampToUnit(requireFinite('intensity', intensity)), DECIMALS),
      novelty: roundHalfEven(clampToUnit(rawNovelty), DECIMALS),
      rawNovelty,
    };
  }
}
