import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { FullCheck } from '#shared/contract/domain/doctor.ts';

/** Compares every page, row and index of a database, a table at a time, so that others get their turn in between. */
export class DatabaseCheck {
  readonly #path: string;
  #present: FullCheck = { state: 'none', done: 0, of: 0, findings: 0 };
  #run: { isCancelled: boolean } | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  look(): FullCheck {
    return this.#present;
  }

  /** Begins, unless one is under way. Resolves when it is over. */
  async start(told: (check: FullCheck) => void = () => {}): Promise<FullCheck> {
    if (this.#run) return this.#present;
    const run = { isCancelled: false };
    this.#run = run;
    const say = (change: Partial<FullCheck>) => {
      this.#present = { ...this.#present, ...change };
      told(this.#present);
    };
    say({ state: 'running', done: 0, of: 0, findings: 0 });
    let db: Database.Database | null = null;
    try {
      if (!existsSync(this.#path)) throw new Error('there is no database');
      db = new Database(this.#path, { readonly: true, fileMustExist: true, timeout: 5_000 });
      const tables = db
        .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
        .pluck()
        .all();
      say({ of: tables.length });
      for (const table of tables) {
        await turn();
        if (run.isCancelled) break;
        say({ done: this.#present.done + 1, findings: this.#present.findings + findingsIn(db, table) });
      }
      say({ state: run.isCancelled ? 'cancelled' : 'done' });
    } catch {
      say({ state: 'failed', findings: this.#present.findings + 1 });
    } finally {
      db?.close();
      this.#run = null;
    }
    return this.#present;
  }

  cancel(): void {
    if (this.#run) this.#run.isCancelled = true;
  }
}

function findingsIn(db: Database.Database, table: string): number {
  const said = db.pragma(`integrity_check("${table}")`) as { integrity_check: string }[];
  return said.filter((line) => line.integrity_check !== 'ok').length;
}
