import { existsSync } from 'node:fs';
import type { FullCheck } from '#shared/contract/domain/doctor.ts';
import { checkTables } from '../store/check-file.ts';

/** Compares every page, row and index of a database, in a thread of its own, so that the node goes on meanwhile. */
export class DatabaseCheck {
  readonly #path: string;
  #present: FullCheck = { state: 'none', done: 0, of: 0, findings: 0 };
  #run: AbortController | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  look(): FullCheck {
    return this.#present;
  }

  /** Begins, unless one is under way. Resolves when it is over. */
  async start(told: (check: FullCheck) => void = () => {}): Promise<FullCheck> {
    if (this.#run) return this.#present;
    const run = new AbortController();
    this.#run = run;
    const say = (change: Partial<FullCheck>) => {
      this.#present = { ...this.#present, ...change };
      told(this.#present);
    };
    say({ state: 'running', done: 0, of: 0, findings: 0 });
    try {
      if (!existsSync(this.#path)) throw new Error('there is no database');
      await checkTables(this.#path, say, run.signal);
      say({ state: 'done' });
    } catch {
      if (run.signal.aborted) say({ state: 'cancelled' });
      else say({ state: 'failed', findings: this.#present.findings + 1 });
    } finally {
      this.#run = null;
    }
    return this.#present;
  }

  cancel(): void {
    this.#run?.abort();
  }
}
