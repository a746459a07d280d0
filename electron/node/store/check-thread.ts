/** A thread that checks a database file on a connection of its own: see `check-file.ts`, which starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { CheckAsked, CheckSaid } from './check-file.ts';
import { pageFault } from './page-fault.ts';

const BUSY_TIMEOUT_MS = 5_000;

const { path, check } = workerData as CheckAsked;
const say = (said: CheckSaid): void => parentPort?.postMessage(said);

const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
try {
  if (check === 'tables') checkTables();
  else say({ fault: pageFault(db, check) });
} finally {
  db.close();
}

/** Every page, row and index, and how far it is. */
function checkTables(): void {
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  say({ done: 0, of: tables.length, findings: 0 });
  let findings = 0;
  for (const [index, table] of tables.entries()) {
    const lines = db.pragma(`integrity_check("${table}")`) as { integrity_check: string }[];
    findings += lines.filter((line) => line.integrity_check !== 'ok').length;
    say({ done: index + 1, of: tables.length, findings });
  }
}
