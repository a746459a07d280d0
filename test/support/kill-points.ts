/** What a process that is killed would leave of its folders: copied after each commit and each file that took its place. */
import fs, { cpSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';

type Rename = typeof fs.renameSync;

interface Statement {
  readonly source: string;
  readonly database: { readonly name: string; readonly inTransaction: boolean };
  run(...parameters: unknown[]): Database.RunResult;
}

export class KillPoints {
  readonly #watched: string;
  readonly #copies: string;
  readonly #besides: RegExp | null;
  readonly #undo: (() => void)[] = [];
  readonly #points: string[] = [];
  /** Databases in which something was written that is not committed yet. */
  readonly #written = new Set<string>();
  #isOn = false;

  /**
   * @param watched a folder, of which all copies are made in the other
   * @param besides statements that are not looked at
   */
  constructor(watched: string, copies: string, besides: RegExp | null = null) {
    this.#watched = watched;
    this.#copies = copies;
    this.#besides = besides;
    this.#watchFiles();
    this.#watchStatements();
  }

  /** Where the copies are that were made while it ran, in their order; the first is of before. */
  during(run: () => void): string[] {
    this.begin();
    try {
      run();
    } finally {
      this.#isOn = false;
    }
    return this.finish();
  }

  /** For what takes a while: all that is written from now on. */
  begin(): void {
    this.#isOn = true;
    this.#copy();
  }

  finish(): string[] {
    this.#isOn = false;
    return [...this.#points];
  }

  end(): void {
    for (const undo of this.#undo) undo();
  }

  #copy(): void {
    if (!this.#isOn) return;
    const to = join(this.#copies, String(this.#points.length));
    this.#isOn = false;
    cpSync(this.#watched, to, { recursive: true, filter: (path) => !/\/(lock|logs)\b/.test(path) });
    this.#isOn = true;
    this.#points.push(to);
  }

  #watchFiles(): void {
    const rename: Rename = fs.renameSync;
    fs.renameSync = (from, to) => {
      // Beside its place, and not there yet.
      if (String(to).startsWith(this.#watched)) this.#copy();
      rename(from, to);
      if (String(to).startsWith(this.#watched)) this.#copy();
    };
    syncBuiltinESMExports();
    this.#undo.push(() => {
      fs.renameSync = rename;
      syncBuiltinESMExports();
    });
  }

  /** Also those of transactions: a commit is one. What changed nothing leaves nothing. */
  #watchStatements(): void {
    const db = new Database(':memory:');
    const prototype: Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
    db.close();
    const { run } = prototype;
    const points = this;
    prototype.run = function (this: Statement, ...parameters: unknown[]) {
      const result = run.apply(this, parameters);
      points.#ran(this, result.changes);
      return result;
    };
    this.#undo.push(() => {
      prototype.run = run;
    });
  }

  #ran({ source, database: { name, inTransaction } }: Statement, changes: number): void {
    if (!this.#isOn || !name.startsWith(this.#watched)) return;
    const isWrite = /^\s*(INSERT|UPDATE|DELETE)/i.test(source);
    if (isWrite && changes > 0 && !this.#besides?.test(source)) this.#written.add(name);
    // `changes` of a commit, and of a savepoint, are those of the statement before.
    if (!inTransaction && this.#written.delete(name)) this.#copy();
  }
}
