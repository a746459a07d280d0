import type { Action, Episode } from '#shared/contract/domain/agent.ts';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { goThrough, sense } from './cycle.ts';
import type { Probabilities } from './frontal-lobe.ts';
import { Hippocampus } from './hippocampus.ts';
import { type Emotion, type LimbicState, learn, RESTING_STATE } from './limbic-system.ts';
import { livedOf } from './lived.ts';
import { SOFTMAX } from './policy/softmax.ts';

/** All that decides how the next cycle goes. */
export interface BrainState extends Emotion {
  readonly cycle: number;
  readonly predictedReward: number;
}

export const NEWBORN: BrainState = { cycle: 0, ...RESTING_STATE };

/** What one cycle gave. `dopamine` repeats `emotion.dopamine`, as the tutorial does. */
export interface BrainStep {
  readonly cycle: number;
  /** The stimulus' type. */
  readonly stimulus: string;
  readonly emotion: Emotion;
  readonly action: Action;
  readonly dopamine: number;
  readonly probabilities: Probabilities;
  readonly reward: number;
  readonly predictedReward: number;
}

export interface BrainOptions {
  /** Gives numbers in [0, 1). */
  random?: () => number;
  /** Milliseconds since the epoch, for the episodes. */
  now?: () => number;
  /** Minutes after midnight at such a moment, where the operator is. */
  minuteOf?: (atMs: number) => number;
  /** 16 bytes as base64url, for each cycle others. */
  salt?: () => string;
  /** How it chooses now; the tutorial's way if left out. */
  policy?: () => PolicySpec;
  /** Where to go on from. */
  state?: BrainState;
  episodes?: readonly Episode[];
  /** How many it remembers, and which it forgets first; the tutorial's if left out. */
  hippocampus?: Hippocampus;
  /** Called with the state and episode of a cycle before it counts: if it throws, the cycle has not happened. */
  persist?: (state: BrainState, episode: Episode, record: CycleRecord) => void;
}

const NO_SALT = 'A'.repeat(22);

function utcMinute(atMs: number): number {
  const minutes = Math.floor(atMs / 60_000);
  return ((minutes % 1440) + 1440) % 1440;
}

/** One cognitive cycle per step: sense, feel, decide, remember. */
export class BrainSimulation {
  readonly hippocampus: Hippocampus;
  readonly #options: Required<Omit<BrainOptions, 'state' | 'episodes' | 'hippocampus'>>;
  #limbic: LimbicState;
  #cycle: number;

  constructor(options: BrainOptions = {}) {
    const { state = NEWBORN, episodes = [] } = options;
    const { random = Math.random, now = Date.now, minuteOf = utcMinute, salt = () => NO_SALT } = options;
    const { policy = () => SOFTMAX.spec, persist = () => {} } = options;
    const { cycle, ...limbic } = state;
    this.#options = { random, now, minuteOf, salt, policy, persist };
    this.#limbic = limbic;
    this.hippocampus = options.hippocampus ?? new Hippocampus({ episodes });
    this.#cycle = cycle;
  }

  get cycle(): number {
    return this.#cycle;
  }

  get state(): BrainState {
    return { cycle: this.#cycle, ...this.#limbic };
  }

  get emotion(): Emotion {
    const { valence, arousal, dopamine } = this.#limbic;
    return { valence, arousal, dopamine };
  }

  get predictedReward(): number {
    return this.#limbic.predictedReward;
  }

  /**
   * @param intensity clamped to [0, 1]
   * @param novelty clamped to [0, 1] for the emotions; the reward takes it as given
   * @param label where the stimulus came from, as the state file says it
   */
  step(type: string, intensity = 0.6, novelty = 0.5, label: string | null = null): BrainStep {
    const { random, now, minuteOf, salt, policy, persist } = this.#options;
    const atMs = now();
    const lived = livedOf(label);
    const record = goThrough({
      v: 1,
      salt: salt(),
      cycle: this.#cycle + 1,
      atMs,
      minute: minuteOf(atMs),
      before: this.#limbic,
      stimulus: { type, intensity, novelty },
      label,
      lived: lived?.kind === 'imported' ? null : lived,
      policy: policy(),
      draw: random(),
    });
    const { cycle, action, probabilities, reward, after } = record;
    const { predictedReward, ...emotion } = after;
    const felt = sense(record.stimulus);
    const episode: Episode = {
      cycle,
      atMs,
      stimulus: { type, intensity: felt.intensity, novelty: felt.novelty },
      label,
      lived,
      ...emotion,
      reward,
      expected: record.before.predictedReward,
      action,
      probabilities,
    };
    persist({ cycle, ...after }, episode, record);
    this.#limbic = after;
    this.#cycle = cycle;
    this.hippocampus.store(episode);
    const { dopamine } = emotion;
    return { cycle, stimulus: type, emotion, action, dopamine, probabilities, reward, predictedReward };
  }

  /**
   * What came of an act: dopamine and the expectation learn from it, as from a stimulus (DESIGN §8); the mood is left
   * alone. `persist` is called before it counts.
   */
  learnFrom(reward: number, persist: (state: BrainState) => void): void {
    const limbic = { ...this.#limbic, ...learn(this.#limbic, reward) };
    persist({ cycle: this.#cycle, ...limbic });
    this.#limbic = limbic;
  }
}
