import type { Schedule } from './stimulus-run.ts';

/** A peer that was lost and is not back after this long is felt once more. */
export const PEER_AWAY_AFTER_MS = 10 * 60 * 1000;

export interface AwayWatchOptions {
  readonly afterMs: number;
  readonly schedule: Schedule;
  readonly away: (did: string) => void;
}

/** Says of each peer that was lost that it is still away, once, unless it came back before. */
export class AwayWatch {
  readonly #options: AwayWatchOptions;
  readonly #waiting = new Map<string, () => void>();

  constructor(options: AwayWatchOptions) {
    this.#options = options;
  }

  lost(did: string): void {
    const { afterMs, schedule, away } = this.#options;
    this.back(did);
    const callOff = schedule(() => {
      this.#waiting.delete(did);
      away(did);
    }, afterMs);
    this.#waiting.set(did, callOff);
  }

  back(did: string): void {
    this.#waiting.get(did)?.();
    this.#waiting.delete(did);
  }

  stop(): void {
    for (const callOff of this.#waiting.values()) callOff();
    this.#waiting.clear();
  }
}
