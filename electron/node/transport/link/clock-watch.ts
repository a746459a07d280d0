import type { Clock } from '../../messaging/random.ts';
import type { TransportTiming } from './timing.ts';

/** Computers' clocks drift by less between two looks. */
const SET_MS = 30_000;

export interface ClockWatchOptions {
  readonly clock: Clock;
  /** In milliseconds: goes on whatever the clock is set to. The process's own if not given. */
  readonly uptime: (() => number) | undefined;
  readonly timing: TransportTiming;
  /** The clock was set, or the computer slept. */
  readonly onSet: () => void;
}

/**
 * Notices that this computer's clock was set: what peers were told of it when they were met is not true any more, and
 * they would go on saying how wrong it is for as long as the connection lasts.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #aheadMs = 0;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#aheadMs = this.#ahead();
    this.#timer = setInterval(() => this.#look(), this.#options.timing.clockLookMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #ahead(): number {
    const { clock, uptime } = this.#options;
    return clock() - (uptime?.() ?? performance.now());
  }

  #look(): void {
    const aheadMs = this.#ahead();
    const wasSet = Math.abs(aheadMs - this.#aheadMs) > SET_MS;
    // From look to look, so that what a clock drifts by does not add up.
    this.#aheadMs = aheadMs;
    if (wasSet) this.#options.onSet();
  }
}
