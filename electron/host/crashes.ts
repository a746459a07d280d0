import { setTimeout as delay } from 'node:timers/promises';

/** More crashes than this within the window and a host gives up instead of trying for ever. */
export const CRASH_LIMIT = 3;
const CRASH_WINDOW_MS = 60_000;

/** Before it is started again after a crash, a worker waits: longer each time. */
const RESTART_AFTER_MS = [250, 1_000, 4_000];

export async function pauseAfter(times: number, waits: readonly number[] = RESTART_AFTER_MS): Promise<void> {
  await delay(waits[times - 1] ?? waits.at(-1) ?? 0);
}

/** How often a worker has ended by itself of late. */
export class Crashes {
  #atMs: number[] = [];

  /** Counts one more, and says how many there were within the window. */
  note(nowMs = Date.now()): number {
    this.#atMs = [...this.#atMs.filter((atMs) => nowMs - atMs < CRASH_WINDOW_MS), nowMs];
    return this.#atMs.length;
  }
}
