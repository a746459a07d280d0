/** Ends what one home writes at some point, as if its process had been killed there: one write throws, later ones are lost. */
import Database from 'better-sqlite3';

interface Statement {
  readonly database: { readonly name: string; readonly inTransaction: boolean };
  readonly source: string;
  run(...parameters: unknown[]): Database.RunResult;
}

export class CrashingWrites {
  readonly #prototype: Statement;
  readonly #run: Statement['run'];
  #home = '';
  #left = Number.POSITIVE_INFINITY;
  #isFrozen = false;
  #crashed: (() => void) | null = null;

  constructor() {
    const db = new Database(':memory:');
    this.#prototype = Object.getPrototypeOf(db.prepare('SELECT 1'));
    db.close();
    this.#run = this.#prototype.run;
    const writes = this;
    this.#prototype.run = function (this: Statement, ...parameters: unknown[]) {
      writes.#written(this, parameters[0]);
      if (writes.#isFrozen && this.database.name.startsWith(writes.#home))
        return { changes: 0, lastInsertRowid: 0 };
      return writes.#run.apply(this, parameters);
    };
  }

  /** Ends after so many more writes of a home to the tables of joining and of the log. Resolves then. */
  arm(home: string, left: number): Promise<void> {
    this.#home = home;
    this.#left = left;
    return new Promise((resolve) => {
      this.#crashed = resolve;
    });
  }

  /** It is a new process. */
  thaw(): void {
    this.#isFrozen = false;
    this.#left = Number.POSITIVE_INFINITY;
  }

  restore(): void {
    this.#prototype.run = this.#run;
  }

  #written({ database, source }: Statement, first: unknown): void {
    if (this.#isFrozen || this.#home === '' || !database.name.startsWith(this.#home)) return;
    const isJoining = /invitations|INTO cells|log_entries/.test(source);
    const isStep = source.includes('settings') && (database.inTransaction || first === 'joining');
    if (!isJoining && !isStep) return;
    this.#left -= 1;
    if (this.#left >= 0) return;
    this.#isFrozen = true;
    this.#crashed?.();
    throw new Error('The process was killed here.');
  }
}
