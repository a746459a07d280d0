/** A token bucket: `burst` at once, and then so many a minute. */
export class RateLimit {
  readonly #burst: number;
  readonly #perMinute: number;
  readonly #clock: () => number;
  #tokens: number;
  #atMs: number;

  constructor(limit: { readonly burst: number; readonly perMinute: number }, clock: () => number) {
    this.#burst = limit.burst;
    this.#perMinute = limit.perMinute;
    this.#clock = clock;
    this.#tokens = limit.burst;
    this.#atMs = clock();
  }

  /** Takes one; false when there is none. */
  take(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether there is none to take. */
  get isEmpty(): boolean {
    this.#refill();
    return this.#tokens < 1;
  }

  /** Nothing was taken lately: it may be forgotten. */
  get isFull(): boolean {
    this.#refill();
    return this.#tokens >= this.#burst;
  }

  #refill(): void {
    const nowMs = this.#clock();
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#tokens = Math.min(this.#burst, this.#tokens + (passedMs * this.#perMinute) / 60_000);
    this.#atMs = nowMs;
  }
}
