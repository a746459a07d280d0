import { vi } from 'vitest';

/** The time of the whole world. Timers of the product run on it, and nothing waits in earnest. */
export class WorldClock {
  readonly #startMs = Date.UTC(2026, 0, 1);
  /** What was leapt over: machines that slept, days that nobody was there. */
  #leaptMs = 0;
  readonly #timeout = AbortSignal.timeout;

  constructor() {
    vi.useFakeTimers({
      now: this.#startMs,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('It took too long.', 'TimeoutError')), ms);
      return controller.signal;
    };
  }

  readonly now = (): number => Date.now();

  /** Lets timers run. */
  advance(ms: number): void {
    vi.advanceTimersByTime(ms);
  }

  /** Every node sleeps for so long; no timer runs. */
  leap(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
    this.#leaptMs += ms;
  }

  get sinceStartMs(): number {
    return Date.now() - this.#startMs;
  }

  restore(): void {
    AbortSignal.timeout = this.#timeout;
    vi.clearAllTimers();
    vi.useRealTimers();
  }
}
