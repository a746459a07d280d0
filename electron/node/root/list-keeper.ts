import type { Alarm } from '../cell/own-feed/alarm.ts';

export interface ListKeeperOptions {
  /** When the own list is to be published again; null while nothing asks for one, or it cannot be signed. */
  readonly dueAtMs: () => number | null;
  readonly publish: () => void;
  readonly clock: () => number;
  readonly alarm: Alarm;
}

/** Computers sleep and clocks are set: no single sleep is longer than this. What could not be done waits as long. */
export const LONGEST_SLEEP_MS = 3_600_000;

/** Publishes the own list again when that is due, whether or not there is news of the cell. */
export class ListKeeper {
  readonly #options: ListKeeperOptions;
  #callOff: (() => void) | null = null;

  constructor(options: ListKeeperOptions) {
    this.#options = options;
  }

  /** Publishes what is due now, and sets the alarm for what is due later. Throws what publishing throws. */
  look(): void {
    this.stop();
    const { dueAtMs, publish, clock } = this.#options;
    const atMs = dueAtMs();
    if (atMs === null) return;
    if (atMs > clock()) {
      this.#wake(atMs - clock());
      return;
    }
    this.#wake(LONGEST_SLEEP_MS);
    publish();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #wake(afterMs: number): void {
    this.#callOff = this.#options.alarm(Math.min(afterMs, LONGEST_SLEEP_MS), () => this.look());
  }
}
