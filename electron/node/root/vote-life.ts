import type { LifeEvent } from '../agent/life-stimuli.ts';
import type { Schedule } from '../agent/stimulus-run.ts';
import { type Votes, VoteWatch } from '../agent/vote-watch.ts';

/** The log may change hundreds of times a second; votes are looked at once in a while. */
const LOOK_AFTER_MS = 200;

export interface VoteLifeOptions {
  readonly votes: () => Votes;
  readonly felt: (event: LifeEvent) => void;
  readonly schedule: Schedule;
}

/** Lets the agent feel votes that are called and decided while the node runs. */
export class VoteLife {
  readonly #options: VoteLifeOptions;
  readonly #watch = new VoteWatch();
  #callOff: (() => void) | null = null;
  #isOver = false;

  constructor(options: VoteLifeOptions) {
    this.#options = options;
  }

  /** What is there now is no news. */
  begin(): void {
    this.#watch.look(this.#options.votes());
  }

  /** Something in the cell changed. */
  changed(): void {
    if (this.#isOver) return;
    this.#callOff ??= this.#options.schedule(() => {
      this.#callOff = null;
      for (const event of this.#watch.look(this.#options.votes())) this.#options.felt(event);
    }, LOOK_AFTER_MS);
  }

  /** What still changes while the node stops is looked at by nobody: the store is closed by then. */
  stop(): void {
    this.#isOver = true;
    this.#callOff?.();
    this.#callOff = null;
  }
}
