/** What a process that is killed would leave of its folders: copied after each write that is committed, and each file that took its place. */
import fs, { cpSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStore, type Store } from '../../electron/node/store/store.ts';

type Rename = typeof fs.renameSync;

interface Statement {
  readonly database: { readonly name: string; readonly inTransaction: boolean };
  run(...parameters: unknown[]): Database.RunResult;
}

export class KillPoints {
  readonly #watched: string;
  readonly #copies: string;
  readonly #undo: (() => void)[] = [];
  readonly #points: string[] = [];
  #isOn = false;

  /** @param watched a folder, of which all copies are made in the other */
  constructor(watched: string, copies: string) {
    this.#watched = watched;
    this.#copies = copies;
    this.#watchFiles();
    this.#watchCommits();
    this.#watchStatements();
  }

  /** Where the copies are that were made while it ran, in their order; the first is of before. */
  during(run: () => void): string[] {
    this.#isOn = true;
    this.#copy();
    try {
      run();
    } finally {
      this.#isOn = false;
    }
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

  #watchCommits(): void {
    const store = openStore({ path: ':memory:' });
    const prototype = Object.getPrototypeOf(store) as Store;
    store.close();
    const { transaction } = prototype;
    const points = this;
    prototype.transaction = function <T>(this: Store, run: () => T): T {
      const result = transaction.call(this, run) as T;
      if (!this.db.inTransaction && this.db.name.startsWith(points.#watched)) points.#copy();
      return result;
    };
    this.#undo.push(() => {
      prototype.transaction = transaction;
    });
  }

  /** A statement on its own is a transaction, too. */
  #watchStatements(): void {
    const db = new Database(':memory:');
    const prototype: Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
    db.close();
    const { run } = prototype;
    const points = this;
    prototype.run = function (this: Statement, ...parameters: unknown[]) {
      const result = run.apply(this, parameters);
      const { name, inTransaction } = this.database;
      if (!inTransaction && name.startsWith(points.#watched)) points.#copy();
      return result;
    };
    this.#undo.push(() => {
      prototype.run = run;
    });
  }
}
