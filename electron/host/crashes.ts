/** More crashes than this within the window and a host gives up instead of trying for ever. */
export const CRASH_LIMIT = 3;
const CRASH_WINDOW_MS = 60_000;

/** How often a worker has ended by itself of late. */
export class Crashes {
  #atMs: number[] = [];

  /** Counts one more, and says how many there were within the window. */
  note(nowMs = Date.now()): number {
    this.#atMs = [...this.#atMs.filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS), nowMs];
    return this.#atMs.length;
  }
}
