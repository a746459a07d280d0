import type { Action, Episode } from '#shared/contract/domain/agent.ts';
import { FrontalLobe, type Probabilities } from './frontal-lobe.ts';
import { Hippocampus } from './hippocampus.ts';
import { type Emotion, LimbicSystem, RESTING_STATE } from './limbic-system.ts';
import { livedOf } from './lived.ts';
import { SensoryProcessor } from './sensory-processor.ts';

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
  /** Where to go on from. */
  state?: BrainState;
  episodes?: readonly Episode[];
  /** Called with the state and episode of a cycle before it counts: if it throws, the cycle has not happened. */
  persist?: (state: BrainState, episode: Episode) => void;
}

/** One cognitive cycle per step: sense, feel, decide, remember. */
export class BrainSimulation {
  readonly hippocampus: Hippocampus;
  readonly #sensory = new SensoryProcessor();
  readonly #frontal: FrontalLobe;
  readonly #now: () => number;
  readonly #persist: (state: BrainState, episode: Episode) => void;
  #limbic: LimbicSystem;
  #cycle: number;

  constructor({
    random = Math.random,
    now = Date.now,
    state = NEWBORN,
    episodes = [],
    persist,
  }: BrainOptions = {}) {
    const { cycle, ...limbic } = state;
    this.#limbic = new LimbicSystem(limbic);
    this.#frontal = new FrontalLobe({ random });
    this.hippocampus = new Hippocampus({ episodes });
    this.#now = now;
    this.#persist = persist ?? (() => {});
    this.#cycle = cycle;
  }

  get cycle(): number {
    return this.#cycle;
  }

  get state(): BrainState {
    return { cycle: this.#cycle, ...this.#limbic.state };
  }

  get emotion(): Emotion {
    const { valence, arousal, dopamine } = this.#limbic.state;
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
    const percept = this.#sensory.process(type, intensity, novelty);
    const limbic = new LimbicSystem(this.#limbic.state);
    const reward = limbic.update(percept);
    const { valence, arousal, dopamine, predictedReward } = limbic.state;
    const emotion: Emotion = { valence, arousal, dopamine };
    const { action, probabilities } = this.#frontal.decide(emotion);
    const cycle = this.#cycle + 1;
    const episode: Episode = {
      cycle,
      atMs: this.#now(),
      stimulus: { type, intensity: percept.intensity, novelty: percept.novelty },
      label,
      lived: livedOf(label),
      ...emotion,
      reward,
      action,
      probabilities,
    };
    this.#persist({ cycle, ...limbic.state }, episode);
    this.#limbic = limbic;
    this.#cycle = cycle;
    this.hippocampus.store(episode);
    return { cycle, stimulus: type, emotion, action, dopamine, probabilities, reward, predictedReward };
  }
}
