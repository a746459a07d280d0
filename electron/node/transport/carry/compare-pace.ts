import { MINUTE_MS } from '#shared/protocol/limits.ts';

/** When each member was last compared with: once a minute, however often it reconnects. */
export class ComparePace {
  readonly #everyMs: number;
  readonly #lastMs = new Map<string, number>();

  constructor(everyMs: number = MINUTE_MS) {
    this.#everyMs = everyMs;
  }

  /** How long until it may be compared with again. */
  waitMs(did: string): number {
    const lastMs = this.#lastMs.get(did);
    return lastMs === undefined ? 0 : Math.max(0, lastMs + this.#everyMs - performance.now());
  }

  begun(did: string): void {
    this.#lastMs.set(did, performance.now());
  }
}
