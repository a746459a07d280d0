/**
 * A jump of the clock, or an absence, that is smaller needs nobody's word: a computer starts anew within minutes, and
 * people's clocks are corrected by less.
 */
export const JUMP_MS = 10 * 60_000;

export interface ConfirmedClockOptions {
  /** The computer's clock, ms since the epoch. */
  readonly clock: () => number;
  /** Grows as time passes, in ms; nobody sets it. */
  readonly uptime: () => number;
  /** A time that is known to have come. */
  readonly fromMs: number;
  /** Whether others bear out what the computer's clock reads now; asked for larger jumps only. */
  readonly isConfirmed: (readMs: number) => boolean;
}

/**
 * A clock for deadlines and turns that believes the system's only as far as something else bears it out. Backward
 * steps are left out: time goes on at its pace from where it was. (The highest reading so far would stand still for as
 * long as the clock was once ahead.) So are forward ones, until they are confirmed: a clock that is set wrong must not
 * end anything.
 */
export class ConfirmedClock {
  readonly #options: ConfirmedClockOptions;
  #uptimeMs: number;
  #nowMs: number;

  constructor(options: ConfirmedClockOptions) {
    this.#options = options;
    this.#uptimeMs = options.uptime();
    this.#nowMs = options.fromMs;
  }

  readonly now = (): number => {
    const { clock, uptime, isConfirmed } = this.#options;
    const uptimeMs = uptime();
    this.#nowMs += Math.max(0, uptimeMs - this.#uptimeMs);
    this.#uptimeMs = uptimeMs;
    const readMs = clock();
    const isAhead = readMs > this.#nowMs;
    if (isAhead && (readMs <= this.#nowMs + JUMP_MS || isConfirmed(readMs))) this.#nowMs = readMs;
    return this.#nowMs;
  };

  /** How far the computer's clock is ahead of this one, if that is more than nobody's word is needed for; else 0. */
  aheadMs(): number {
    const aheadMs = this.#options.clock() - this.now();
    return Math.abs(aheadMs) > JUMP_MS ? aheadMs : 0;
  }
}

/** What a node remembers of its clock: what it read, and how long the computer had been up then. */
export interface ClockMark {
  readonly nowMs: number;
  readonly uptimeMs: number;
}

/**
 * A time that is known to have come when a node starts: that of the last mark, and what the computer has been up
 * since. After the computer itself was off, nothing tells how long; the uptime is then smaller, or too small.
 * `storedMs`: the latest time at which something was stored, 0 if nothing was.
 */
export function knownTime(mark: ClockMark | null, storedMs: number, { nowMs, uptimeMs }: ClockMark): number {
  if (storedMs === 0) return nowMs;
  if (mark === null) return storedMs;
  const passedMs = Math.max(0, uptimeMs - mark.uptimeMs);
  return Math.max(storedMs, mark.nowMs, Math.min(nowMs, mark.nowMs + passedMs));
}
