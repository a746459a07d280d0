import { randomBytes, randomUUID } from 'node:crypto';
import type { Autonomy, Episode, Stimulus, Suggestion } from '#shared/contract/domain/agent.ts';
import type { ActOutcome, AgentAct, Brake, Outcome } from '#shared/contract/domain/agent-act.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { RECENT_EPISODES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { BrainSimulation } from '../cognition/brain-simulation.ts';
import type { BrainStore } from '../cognition/brain-store.ts';
import type { Hippocampus } from '../cognition/hippocampus.ts';
import { remembering } from '../cognition/remembering.ts';
import { formatStateFile, parseStateFile, type SavedBrain } from '../cognition/state-file.ts';
import type { Store } from '../store/store.ts';
import { ActTable } from './act-table.ts';
import { AgentChoices } from './agent-choices.ts';
import type { AgentEvent, AgentServiceOptions } from './agent-options.ts';
import { cycleDigest } from './check-cycle.ts';
import { type LifeEvent, stimulusOf } from './life-stimuli.ts';
import { localMinute } from './local-minute.ts';
import { REWARDS } from './rewards.ts';
import { StimulusRun, timer } from './stimulus-run.ts';
import { suggestionFor } from './suggestion.ts';

/** A flood of messages must not become a flood of cycles, each of which is written to disk. */
const LIFE_WINDOW_MS = 1000;
const LIFE_CYCLES_PER_WINDOW = 5;
const SALT_BYTES = 16;
/** Some minutes of a flood of them. */
const EARLIER_SUGGESTIONS = 500;

/** The node's agent: it feels what the node lives through, and suggests, or does, what follows. */
export class AgentService {
  readonly choices: AgentChoices;
  readonly acts: ActTable;
  readonly run: StimulusRun;
  readonly #store: Store;
  readonly #brainStore: BrainStore;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #minuteOf: (atMs: number) => number;
  readonly #observe: (event: AgentEvent) => void;
  readonly #suggests: () => readonly Suggestion['kind'][];
  readonly #brake: (suggestion: Suggestion) => Brake | null;
  #brain: BrainSimulation;
  #episodeCount: number;
  #autonomy: Autonomy;
  #outcomes: ActOutcome[];
  #suggestion: Suggestion | null = null;
  /** Whoever edits one, or is about to click, is not told that another has come: each is good for a while. */
  #earlier: readonly Suggestion[] = [];
  #last: CycleRecord | null = null;
  #lived: { label: string; atMs: number }[] = [];

  constructor(options: AgentServiceOptions) {
    const { store, brainStore, clock = Date.now, random = Math.random, observe = () => {} } = options;
    this.#store = store;
    this.#brainStore = brainStore;
    this.#clock = clock;
    this.#random = random;
    this.#minuteOf = options.minuteOf ?? localMinute;
    this.#observe = observe;
    this.#suggests = options.suggests ?? (() => ['message', 'proposal']);
    this.#brake = options.brake ?? (() => 'interval');
    this.choices = new AgentChoices(store);
    this.acts = new ActTable(store);
    this.run = new StimulusRun({
      schedule: options.schedule ?? timer,
      cycle: (stimulus) => this.#cycle(stimulus, null, null, false),
      changed: () => observe({ kind: 'changed' }),
      isBraked: () => this.choices.now.braked,
      failed: (error) => observe({ kind: 'run-failed', error }),
    });
    this.#brain = this.#wake(brainStore.load(), this.#memory());
    this.#outcomes = this.acts.recentOutcomes(RECENT_EPISODES);
    this.#episodeCount = brainStore.count();
    this.#autonomy = brainStore.autonomy();
  }

  state(): AgentState {
    const { cycle, valence, arousal, dopamine, predictedReward } = this.#brain.state;
    const { policy, budget, braked, mapping } = this.choices.now;
    return {
      autonomy: this.#autonomy,
      cycle,
      valence,
      arousal,
      dopamine,
      predictedReward,
      episodeCount: this.#episodeCount,
      recent: this.#brain.hippocampus.recent(RECENT_EPISODES),
      outcomes: [...this.#outcomes],
      suggestion: this.#suggestion,
      run: this.run.view,
      policy,
      budget,
      braked,
      mapping,
    };
  }

  /** All that it remembers, oldest first. */
  remembered(): Episode[] {
    return this.#brain.hippocampus.all();
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
    const { stimulus, label } = stimulusOf(event, this.choices.now.mapping);
    const atMs = this.#clock();
    this.#lived = this.#lived.filter((lived) => Math.abs(atMs - lived.atMs) < LIFE_WINDOW_MS);
    if (this.#lived.length >= LIFE_CYCLES_PER_WINDOW) return null;
    if (this.#lived.some((lived) => lived.label === label)) return null;
    this.#lived.push({ label, atMs });
    return this.#cycle(stimulus, label, event, true);
  }

  setAutonomy(autonomy: Autonomy): AgentState {
    this.#brainStore.setAutonomy(autonomy);
    this.#autonomy = autonomy;
    if (autonomy === 'observe') this.#forgetSuggestions();
    this.#observe({ kind: 'changed' });
    return this.state();
  }

  /** @param value null for what holds until something is chosen */
  choose(...[name, value]: Parameters<AgentChoices['choose']>): AgentState {
    this.choices.choose(name, value);
    this.#observe({ kind: 'changed' });
    return this.state();
  }

  /**
   * Stops at once, whatever it does: nothing is suggested or done, and no run goes on, until it is let go. What is
   * under way was done already, by the cycle before.
   */
  setBraked(braked: boolean): AgentState {
    if (braked) {
      this.choices.brake();
      this.#forgetSuggestions();
      this.run.stop();
      // Before it is stored: whoever looks on sees that it stopped also where the disk is full.
      this.#observe({ kind: 'changed' });
    }
    return this.choose('braked', braked);
  }

  /** A page of episodes, oldest first: the newest `limit` before cycle `before`. */
  episodes(page: { before: number | null; limit: number }): { episodes: Episode[]; more: boolean } {
    return this.#brainStore.episodes(page);
  }

  /** The prototype's JSON state file, with the newest 1000 episodes. */
  exportState(): string {
    return formatStateFile({ state: this.#brain.state, episodes: this.#brain.hippocampus.all() });
  }

  /** Puts the file's brain in the place of this one. Throws `too-large` or `malformed`; then nothing changed. */
  importState(json: string): AgentState {
    const saved = parseStateFile(json);
    this.#brainStore.replace(saved);
    this.run.stop();
    this.#brain = this.#wake(saved, this.#memory());
    this.#episodeCount = saved.episodes.length;
    this.#forgetSuggestions();
    this.#observe({ kind: 'changed' });
    return this.state();
  }

  /** The suggestion of this id. Throws `not-found` once it is answered, or several have taken its place. */
  pending(id: string): Suggestion {
    const suggestion = [this.#suggestion, ...this.#earlier].find((one) => one?.id === id);
    if (!suggestion) throw new GhostStackError('not-found', says('error.agent.suggestionGone'));
    return suggestion;
  }

  /** It is answered. Another that has come meanwhile, by what was felt of the answer, stays. */
  drop({ id }: Suggestion): void {
    if (this.#suggestion?.id === id) this.#suggestion = null;
    this.#earlier = this.#earlier.filter((one) => one.id !== id);
    this.#observe({ kind: 'changed' });
  }

  dismissSuggestion(id: string): void {
    this.drop(this.pending(id));
  }

  /** What led to a suggestion; null where that cycle is remembered no more. */
  ledTo({ cycle, digest }: Pick<Suggestion, 'cycle' | 'digest'>): CycleRecord | null {
    const record = this.#brainStore.record(cycle);
    return record && cycleDigest(record) === digest ? record : null;
  }

  /** It was sent or proposed. What led to it is kept as long as the act. */
  did(act: AgentAct, record: CycleRecord): void {
    this.#store.transaction(() => this.acts.remember(act, record));
    this.#observe({ kind: 'changed' });
  }

  /** What came of an act: the agent learns from it, once. */
  learnFrom(subject: string, outcome: Outcome): ActOutcome | null {
    if (this.acts.outcomesOf(subject).includes(outcome)) return null;
    const reward = REWARDS[outcome];
    const { predictedReward: expected, cycle } = this.#brain.state;
    this.#brain.learnFrom(reward, (state) => {
      const came = {
        subject,
        outcome,
        atMs: this.#clock(),
        cycle,
        reward,
        expected,
        dopamine: state.dopamine,
      };
      this.#store.transaction(() => {
        this.#brainStore.saveState(state);
        this.acts.came(came);
      });
      this.#outcomes = [...this.#outcomes, came].slice(-RECENT_EPISODES);
    });
    this.#observe({ kind: 'changed' });
    return this.#outcomes.at(-1) ?? null;
  }

  #memory(): Hippocampus {
    return remembering(this.#brainStore, (asked) =>
      [this.#suggestion, ...this.#earlier].some((one) => one?.cycle === asked),
    );
  }

  #wake(saved: SavedBrain | null, hippocampus: Hippocampus): BrainSimulation {
    return new BrainSimulation({
      ...(saved ? { state: saved.state } : {}),
      hippocampus,
      random: () => this.#random(),
      now: () => Math.round(this.#clock()),
      minuteOf: this.#minuteOf,
      salt: () => randomBytes(SALT_BYTES).toString('base64url'),
      policy: () => this.choices.now.policy,
      persist: (state, episode, record) => {
        this.#brainStore.saveCycle(state, episode, record);
        this.#last = record;
      },
    });
  }

  #cycle(stimulus: Stimulus, label: string | null, event: LifeEvent | null, mayAct: boolean): Episode {
    this.#brain.step(stimulus.type, stimulus.intensity, stimulus.novelty, label);
    const [episode] = this.#brain.hippocampus.recent(1);
    if (!episode || !this.#last) throw new GhostStackError('internal', says('error.agent.cycleForgotten'));
    this.#episodeCount += 1;
    if (mayAct) this.#consider(episode, event, this.#last);
    this.#observe({ kind: 'cycled', episode });
    return episode;
  }

  #consider(episode: Episode, event: LifeEvent | null, record: CycleRecord): void {
    if (this.#autonomy === 'observe' || this.choices.now.braked) return;
    const { action, probabilities, atMs, label, lived, stimulus, cycle } = episode;
    const suggestion = suggestionFor(action, {
      id: randomUUID(),
      atMs,
      cycle,
      digest: cycleDigest(record),
      probability: probabilities[action],
      noticed: { type: stimulus.type, label, lived },
      held: null,
      event,
    });
    if (suggestion === null || !this.#suggests().includes(suggestion.kind)) return;
    // What the cell decides about is proposed by people: that click stays theirs.
    if (this.#autonomy !== 'act' || suggestion.kind !== 'message') {
      this.#suggest(suggestion);
      return;
    }
    const held = this.#brake(suggestion);
    if (held === null) this.#observe({ kind: 'act', suggestion });
    else this.#suggest({ ...suggestion, held });
  }

  #suggest(suggestion: Suggestion): void {
    if (this.#suggestion) this.#earlier = [...this.#earlier, this.#suggestion].slice(-EARLIER_SUGGESTIONS);
    this.#suggestion = suggestion;
  }

  #forgetSuggestions(): void {
    this.#suggestion = null;
    this.#earlier = [];
  }
}
