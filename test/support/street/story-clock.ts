/** The time of a story: set by the hour, it goes on by itself from there, so that whatever waits comes to pass. */
export class StoryClock {
  #setMs: number;
  #sinceMs = performance.now();

  constructor(at: Date) {
    this.#setMs = at.getTime();
  }

  /** Goes on to a later time; the same time again is no harm. */
  set(at: Date): void {
    this.#setMs = Math.max(at.getTime(), this.now());
    this.#sinceMs = performance.now();
  }

  readonly now = (): number => Math.floor(this.#setMs + performance.now() - this.#sinceMs);
}
