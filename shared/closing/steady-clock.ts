/**
 * A clock for deadlines and turns that leaves out backward steps of the system's: time goes on at its pace from
 * where it was. (The highest reading so far would stand still for as long as the clock was once ahead.)
 */
export class SteadyClock {
  readonly #clock: () => number;
  #readMs: number;
  #nowMs: number;

  /** `atLeastMs`: the latest time that was stored by this clock before a restart. */
  constructor(clock: () => number, atLeastMs = 0) {
    this.#clock = clock;
    this.#readMs = clock();
    this.#nowMs = Math.max(this.#readMs, atLeastMs);
  }

  readonly now = (): number => {
    const readMs = this.#clock();
    this.#nowMs += Math.max(0, readMs - this.#readMs);
    this.#readMs = readMs;
    return this.#nowMs;
  };
}
