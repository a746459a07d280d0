import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';

const DEADLINE_MS = 20_000;

/** Waits for conditions that something happening elsewhere makes true. */
export class News {
  #told = 0;
  readonly #waiting = new Set<() => void>();

  /** Something has happened: whoever waits looks again. */
  tell(): void {
    this.#told += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Looks now and after each piece of news until there is something to see. Throws `timeout` after 20 s. */
  async until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const endMs = Date.now() + DEADLINE_MS;
    for (;;) {
      const told = this.#told;
      const found = await look();
      if (found !== null) return found;
      // What was told while we looked may have been missed.
      if (told === this.#told && !(await this.#next(endMs - Date.now()))) {
        throw new GhostStackError(
          'timeout',
          asWritten(`Waited ${DEADLINE_MS / 1000} s for ${what}, in vain.`),
        );
      }
    }
  }

  /** True when there was news in time. */
  #next(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (inTime: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(inTime);
      };
      const wake = () => end(true);
      const timer = setTimeout(() => end(false), Math.max(0, withinMs));
      this.#waiting.add(wake);
    });
  }
}
