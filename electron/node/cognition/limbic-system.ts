import { GhostStackError } from '#shared/contract/errors.ts';
import { roundHalfEven } from '#shared/protocol/round-half-even.ts';
import { says } from '#shared/protocol/saying.ts';
import { clampToUnit, type Percept } from './sensory-processor.ts';

/** What of a percept is felt. Without `rawNovelty` the novelty is taken as it was given. */
export type FeltPercept = Pick<Percept, 'intensity' | 'novelty'> & Partial<Pick<Percept, 'rawNovelty'>>;

/** How far one percept moves valence and arousal. */
const DECAY = 0.1;
/** How far a reward that was not predicted moves dopamine. */
const DOPAMINE_GAIN = 0.2;
const PREDICTION_RETENTION = 0.9;
/** Written out: 1 - 0.9 is not 0.1 in binary. */
const PREDICTION_GAIN = 0.1;
const NOVELTY_BONUS = 0.1;
const DECIMALS = 3;

/** Each from 0 to 1, three decimals. */
export interface Emotion {
  readonly valence: number;
  readonly arousal: number;
  readonly dopamine: number;
}

export interface LimbicState extends Emotion {
  /** Not rounded: a moving average. */
  readonly predictedReward: number;
}

export const RESTING_STATE: LimbicState = {
  valence: 0.5,
  arousal: 0.3,
  dopamine: 0.5,
  predictedReward: 0.5,
};

/** One step of the equations of DESIGN §8 (reward prediction error after Rescorla and Wagner). */
export function feel(state: LimbicState, percept: FeltPercept): { state: LimbicState; reward: number } {
  const { intensity, novelty, rawNovelty = novelty } = percept;
  for (const [name, value] of Object.entries({ intensity, novelty, rawNovelty })) {
    if (!Number.isFinite(value)) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.notFinite', { name, value: String(value) }),
      );
    }
  }
  const valence = settle(state.valence * (1 - DECAY) + (0.5 + 0.3 * novelty) * DECAY);
  const arousal = settle(state.arousal * (1 - DECAY) + intensity * DECAY);
  const reward = valence + NOVELTY_BONUS * rawNovelty;
  return { state: { valence, arousal, ...learn(state, reward) }, reward };
}

/** What a reward leaves behind: dopamine moves by what of it was not expected, and the expectation by a tenth. */
export function learn(
  { dopamine, predictedReward }: Pick<LimbicState, 'dopamine' | 'predictedReward'>,
  reward: number,
): Pick<LimbicState, 'dopamine' | 'predictedReward'> {
  return {
    dopamine: settle(dopamine + DOPAMINE_GAIN * (reward - predictedReward)),
    predictedReward: PREDICTION_RETENTION * predictedReward + PREDICTION_GAIN * reward,
  };
}

function settle(value: number): number {
  return roundHalfEven(clampToUnit(value), DECIMALS);
}

/** Holds the emotional state and the reward it has come to expect. */
export class LimbicSystem {
  #state: LimbicState;

  constructor(state: LimbicState = RESTING_STATE) {
    this.#state = { ...state };
  }

  get state(): LimbicState {
    return this.#state;
  }

  get valence(): number {
    return this.#state.valence;
  }

  get arousal(): number {
    return this.#state.arousal;
  }

  get dopamine(): number {
    return this.#state.dopamine;
  }

  get predictedReward(): number {
    return this.#state.predictedReward;
  }

  /** Applies one percept and returns the reward it brought. */
  update(percept: FeltPercept): number {
    const next = feel(this.#state, percept);
    this.#state = next.state;
    return next.reward;
  }
}
