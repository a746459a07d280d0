import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

type Rename = typeof fs.renameSync;

interface Statement {
  readonly source: string;
  readonly database: { readonly name: string; readonly inTransaction: boolean };
  run(...parameters: unknown[]): Database.RunResult;
}

/** Statements that no recovery rests on: what an agent makes of it, indexes, how far a log was verified. */
export const NOT_OF_IT = /brain|search|log_checked/;

export interface WatchedWrites {
  /** Its path begins with this. */
  readonly folder: string;
  /** Statements that are not looked at. */
  readonly besides?: RegExp;
  /** Right before something may be committed: what was sent by then must not rest on it. */
  readonly writing?: () => void;
  /** At each point at which a process that is killed would leave something else on the disk than before. */
  readonly wrote: () => void;
}

/**
 * Tells of what this process commits to databases below a folder, and of files that take their place there, before and after
 * they do. Returns what ends it.
 */
export function watchWrites(watched: WatchedWrites): () => void {
  const ends = [watchFiles(watched), watchStatements(watched)];
  return () => {
    for (const end of ends) end();
  };
}

function watchFiles({ folder, wrote }: WatchedWrites): () => void {
  const rename: Rename = fs.renameSync;
  fs.renameSync = (from, to) => {
    // Beside its place, and not there yet.
    if (String(to).startsWith(folder)) wrote();
    rename(from, to);
    if (String(to).startsWith(folder)) wrote();
  };
  syncBuiltinESMExports();
  return () => {
    fs.renameSync = rename;
    syncBuiltinESMExports();
  };
}

/** Also those of transactions: a commit is one. What changed nothing leaves nothing. */
function watchStatements({ folder, besides, writing, wrote }: WatchedWrites): () => void {
  const db = new Database(':memory:');
  const prototype: Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
  db.close();
  /** Databases in which something was written that is not committed yet. */
  const written = new Set<string>();
  const isWrite = (source: string): boolean =>
    /^\s*(INSERT|UPDATE|DELETE)/i.test(source) && !besides?.test(source);
  const runs = ({ source, database: { name, inTransaction } }: Statement): void => {
    if (!name.startsWith(folder)) return;
    const isCommit = inTransaction && /^\s*COMMIT/i.test(source) && written.has(name);
    if (isCommit || (!inTransaction && isWrite(source))) writing?.();
  };
  const ran = ({ source, database: { name, inTransaction } }: Statement, changes: number): void => {
    if (!name.startsWith(folder)) return;
    if (changes > 0 && isWrite(source)) written.add(name);
    // `changes` of a commit, and of a savepoint, are those of the statement before.
    if (!inTransaction && written.delete(name)) wrote();
  };
  const { run } = prototype;
  prototype.run = function (this: Statement, ...parameters: unknown[]) {
    runs(this);
    const result = run.apply(this, parameters);
    ran(this, result.changes);
    return result;
  };
  return () => {
    prototype.run = run;
  };
}
