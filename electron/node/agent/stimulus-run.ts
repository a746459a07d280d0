import type { Stimulus } from '#shared/contract/domain/agent.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** Runs `run` after `delayMs`; returns what calls it off. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

export const timer: Schedule = (run, delayMs) => {
  const handle = setTimeout(run, delayMs);
  return () => clearTimeout(handle);
};

export interface StimulusPlan {
  /** One after the other. */
  readonly stimuli: readonly Stimulus[];
  /** How often the whole list is gone through. */
  readonly times: number;
  readonly perSecond: number;
}

export interface StimulusRunOptions {
  readonly schedule: Schedule;
  readonly cycle: (stimulus: Stimulus) => void;
  readonly changed: () => void;
  /** The operator has stopped it. */
  readonly isBraked: () => boolean;
  /** A cycle could not be stored; the run is over. */
  readonly failed: (error: unknown) => void;
}

/** Stimuli one after the other at a rate, which can be held, gone through by hand and begun again. */
export class StimulusRun {
  readonly #options: StimulusRunOptions;
  #going: { readonly plan: StimulusPlan; done: number; isPaused: boolean; callOff: () => void } | null = null;

  constructor(options: StimulusRunOptions) {
    this.#options = options;
  }

  get view(): AgentState['run'] {
    if (this.#going === null) return null;
    const { plan, done, isPaused } = this.#going;
    return { done, total: totalOf(plan), perSecond: plan.perSecond, paused: isPaused };
  }

  /** Throws `conflict` or `invalid-argument`. */
  start(plan: StimulusPlan): void {
    if (this.#options.isBraked()) throw new GhostStackError('conflict', says('error.agent.braked'));
    if (this.#going !== null)
      throw new GhostStackError(
        'conflict',
        says('error.agent.runGoingOn', { cycles: totalOf(this.#going.plan) }),
      );
    if (!Number.isSafeInteger(totalOf(plan)) || totalOf(plan) < 1)
      throw new GhostStackError(
        'invalid-argument',
        says('error.agent.cyclesNotWhole', { cycles: totalOf(plan) }),
      );
    const { perSecond } = plan;
    if (!(perSecond > 0 && perSecond <= 1000))
      throw new GhostStackError('invalid-argument', says('error.agent.rateOutOfRange', { perSecond }));
    this.#going = { plan, done: 0, isPaused: false, callOff: () => {} };
    this.#goOn();
    this.#options.changed();
  }

  /** Does nothing if no run is going on. */
  stop(): void {
    if (this.#going === null) return;
    this.#going.callOff();
    this.#going = null;
    this.#options.changed();
  }

  /** Holds it, or lets it go on. Throws `conflict` if there is none. */
  pause(isPaused: boolean): void {
    const going = this.#require();
    if (going.isPaused === isPaused) return;
    going.isPaused = isPaused;
    going.callOff();
    this.#goOn();
    this.#options.changed();
  }

  /** Goes through the next stimulus now, and holds it. Throws `conflict` if there is no run, or what a cycle throws. */
  step(): void {
    this.pause(true);
    this.#next();
    this.#options.changed();
  }

  /** Back to the first stimulus, held. Throws `conflict` if there is no run. */
  reset(): void {
    this.pause(true);
    this.#require().done = 0;
    this.#options.changed();
  }

  #require() {
    if (this.#going === null) throw new GhostStackError('conflict', says('error.agent.noRun'));
    return this.#going;
  }

  #goOn(): void {
    const going = this.#going;
    if (going === null || going.isPaused) return;
    going.callOff = this.#options.schedule(() => {
      try {
        this.#next();
      } catch (error) {
        this.stop();
        this.#options.failed(error);
        return;
      }
      this.#goOn();
    }, 1000 / going.plan.perSecond);
  }

  /** The last one ends the run. */
  #next(): void {
    const { plan, done } = this.#require();
    const stimulus = plan.stimuli[done % plan.stimuli.length];
    if (stimulus) this.#options.cycle(stimulus);
    if (this.#going) this.#going.done += 1;
    if (this.#going && this.#going.done >= totalOf(plan)) this.stop();
  }
}

function totalOf({ stimuli, times }: StimulusPlan): number {
  return stimuli.length * times;
}
