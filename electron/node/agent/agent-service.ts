import { randomUUID } from 'node:crypto';
import type { AgentState, Autonomy, Episode, Stimulus, Suggestion } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { RECENT_EPISODES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { BrainSimulation } from '../cognition/brain-simulation.ts';
import type { BrainStore } from '../cognition/brain-store.ts';
import { formatStateFile, parseStateFile, type SavedBrain } from '../cognition/state-file.ts';
import { type LifeEvent, stimulusOf } from './life-stimuli.ts';
import { suggestionFor } from './suggestion.ts';

/** A flood of messages must not become a flood of cycles, each of which is written to disk. */
const LIFE_WINDOW_MS = 1000;
const LIFE_CYCLES_PER_WINDOW = 5;
/** Two agents that may act would otherwise answer each other for ever. */
export const ACT_INTERVAL_MS = 10 * 60 * 1000;

export interface AgentRun extends Stimulus {
  readonly cycles: number;
  readonly perSecond: number;
}

export type AgentEvent =
  | { readonly kind: 'changed' }
  | { readonly kind: 'cycled'; readonly episode: Episode }
  /** The operator lets the agent act, and this is what it does. Whoever composes the node carries it out. */
  | { readonly kind: 'act'; readonly suggestion: Suggestion }
  /** A run ended because a cycle could not be stored. */
  | { readonly kind: 'run-failed'; readonly error: unknown };

/** Runs `run` after `delayMs`; returns what calls it off. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

export interface AgentServiceOptions {
  brainStore: BrainStore;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Gives numbers in [0, 1). */
  random?: () => number;
  observe?: (event: AgentEvent) => void;
  schedule?: Schedule;
  /** What the node can carry out now; other suggestions are not made. */
  suggests?: () => readonly Suggestion['kind'][];
}

export const timer: Schedule = (run, delayMs) => {
  const handle = setTimeout(run, delayMs);
  return () => clearTimeout(handle);
};

/** The node's agent: it feels what the node lives through, and suggests, or does, what follows. */
export class AgentService {
  readonly #store: BrainStore;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #observe: (event: AgentEvent) => void;
  readonly #schedule: Schedule;
  readonly #suggests: () => readonly Suggestion['kind'][];
  #brain: BrainSimulation;
  #episodeCount: number;
  #autonomy: Autonomy;
  #suggestion: Suggestion | null = null;
  #run: { done: number; readonly plan: AgentRun; cancel: () => void } | null = null;
  #lived: { label: string; atMs: number }[] = [];
  #actedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: AgentServiceOptions) {
    const { brainStore, clock = Date.now, random = Math.random, observe = () => {} } = options;
    this.#store = brainStore;
    this.#clock = clock;
    this.#random = random;
    this.#observe = observe;
    this.#schedule = options.schedule ?? timer;
    this.#suggests = options.suggests ?? (() => ['message', 'proposal']);
    this.#brain = this.#wake(brainStore.load());
    this.#episodeCount = brainStore.count();
    this.#autonomy = brainStore.autonomy();
  }

  state(): AgentState {
    const { cycle, valence, arousal, dopamine, predictedReward } = this.#brain.state;
    const run = this.#run;
    return {
      autonomy: this.#autonomy,
      cycle,
      valence,
      arousal,
      dopamine,
      predictedReward,
      episodeCount: this.#episodeCount,
      recent: this.#brain.hippocampus.recent(RECENT_EPISODES),
      suggestion: this.#suggestion,
      run: run && { done: run.done, total: run.plan.cycles, perSecond: run.plan.perSecond },
    };
  }

  /** One cycle with a stimulus by hand. Throws `invalid-argument`, or what the store throws; then nothing changed. */
  cycle(stimulus: Stimulus, label: string | null = null): Episode {
    return this.#cycle(stimulus, label, null, true);
  }

  /**
   * One cycle for what happened to the node; null if so much happens that this is left out (the same thing twice,
   * or more than five things, within a second).
   */
  life(event: LifeEvent): Episode | null {
    const { stimulus, label } = stimulusOf(event);
    const atMs = this.#clock();
    this.#lived = this.#lived.filter((lived) => Math.abs(atMs - lived.atMs) < LIFE_WINDOW_MS);
    if (this.#lived.length >= LIFE_CYCLES_PER_WINDOW) return null;
    if (this.#lived.some((lived) => lived.label === label)) return null;
    this.#lived.push({ label, atMs });
    return this.#cycle(stimulus, label, event, true);
  }

  /** Repeats a stimulus at a rate. A run is practice: nothing is suggested and nothing done. Throws `conflict`. */
  startRun(plan: AgentRun): void {
    if (this.#run !== null) {
      throw new GhostStackError(
        'conflict',
        says('error.agent.runGoingOn', { cycles: this.#run.plan.cycles }),
      );
    }
    if (!Number.isSafeInteger(plan.cycles) || plan.cycles < 1) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.cyclesNotWhole', { cycles: plan.cycles }),
      );
    }
    if (!(plan.perSecond > 0 && plan.perSecond <= 1000)) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.rateOutOfRange', { perSecond: plan.perSecond }),
      );
    }
    this.#run = { done: 0, plan, cancel: () => {} };
    this.#runOn();
  }

  /** Does nothing if no run is going on. */
  stopRun(): void {
    if (this.#run === null) return;
    this.#run.cancel();
    this.#run = null;
    this.#observe({ kind: 'changed' });
  }

  setAutonomy(autonomy: Autonomy): AgentState {
    this.#store.setAutonomy(autonomy);
    this.#autonomy = autonomy;
    if (autonomy === 'observe') this.#suggestion = null;
    this.#observe({ kind: 'changed' });
    return this.state();
  }

  /** A page of episodes, oldest first: the newest `limit` before cycle `before`. */
  episodes(page: { before: number | null; limit: number }): { episodes: Episode[]; more: boolean } {
    return this.#store.episodes(page);
  }

  /** The prototype's JSON state file, with the newest 1000 episodes. */
  exportState(): string {
    return formatStateFile({ state: this.#brain.state, episodes: this.#brain.hippocampus.all() });
  }

  /** Puts the file's brain in the place of this one. Throws `too-large` or `malformed`; then nothing changed. */
  importState(json: string): AgentState {
    const saved = parseStateFile(json);
    this.#store.replace(saved);
    this.#run?.cancel();
    this.#run = null;
    this.#brain = this.#wake(saved);
    this.#episodeCount = saved.episodes.length;
    this.#suggestion = null;
    this.#observe({ kind: 'changed' });
    return this.state();
  }

  /** The suggestion, which is then no longer pending. Throws `not-found` if another has taken its place. */
  takeSuggestion(id: string): Suggestion {
    const suggestion = this.#suggestion;
    if (suggestion === null || suggestion.id !== id) {
      throw new GhostStackError('not-found', says('error.agent.suggestionGone'));
    }
    this.#suggestion = null;
    this.#observe({ kind: 'changed' });
    return suggestion;
  }

  dismissSuggestion(id: string): void {
    this.takeSuggestion(id);
  }

  #wake(saved: SavedBrain | null): BrainSimulation {
    return new BrainSimulation({
      ...saved,
      random: () => this.#random(),
      now: () => Math.round(this.#clock()),
      persist: (state, episode, record) => this.#store.saveCycle(state, episode, record),
    });
  }

  #cycle(stimulus: Stimulus, label: string | null, event: LifeEvent | null, mayAct: boolean): Episode {
    this.#brain.step(stimulus.type, stimulus.intensity, stimulus.novelty, label);
    const [episode] = this.#brain.hippocampus.recent(1);
    if (!episode) throw new GhostStackError('internal', says('error.agent.cycleForgotten'));
    this.#episodeCount += 1;
    if (mayAct) this.#consider(episode, event);
    this.#observe({ kind: 'cycled', episode });
    return episode;
  }

  #consider(episode: Episode, event: LifeEvent | null): void {
    if (this.#autonomy === 'observe') return;
    const { action, probabilities, atMs, label, lived, stimulus } = episode;
    const suggestion = suggestionFor(action, {
      id: randomUUID(),
      atMs,
      probability: probabilities[action],
      noticed: { type: stimulus.type, label, lived },
      event,
    });
    if (suggestion === null || !this.#suggests().includes(suggestion.kind)) return;
    // What the cell decides about is proposed by people: that click stays theirs.
    const mayAct = this.#autonomy === 'act' && suggestion.kind === 'message';
    if (mayAct && Math.abs(atMs - this.#actedAtMs) >= ACT_INTERVAL_MS) {
      this.#actedAtMs = atMs;
      this.#observe({ kind: 'act', suggestion });
      return;
    }
    this.#suggestion = suggestion;
  }

  #runOn(): void {
    const run = this.#run;
    if (run === null) return;
    run.cancel = this.#schedule(() => {
      try {
        this.#cycle(run.plan, null, null, false);
      } catch (error) {
        this.stopRun();
        this.#observe({ kind: 'run-failed', error });
        return;
      }
      run.done += 1;
      if (run.done >= run.plan.cycles) this.stopRun();
      else this.#runOn();
    }, 1000 / run.plan.perSecond);
    if (run.done === 0) this.#observe({ kind: 'changed' });
  }
}
