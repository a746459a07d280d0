import type Database from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Migration } from './migration.ts';

/** "GhSt" in SQLite's header: tells our database from another program's. */
export const APPLICATION_ID = 0x47685374;

/**
 * Refuses a database that is not ours, or that a newer version wrote, before anything of it is touched.
 * Throws `store-newer` or `malformed`; SQLite's own errors (not a database) pass through.
 */
export function requireKnownSchema(
  db: Database.Database,
  path: string,
  migrations: readonly Migration[],
): void {
  const found = schemaVersion(db);
  const newest = migrations.at(-1)?.version ?? 0;
  const applicationId = Number(db.pragma('application_id', { simple: true }));
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || found !== 0 || tables !== 0)) {
    throw new GhostStackError('malformed', says('error.store.databaseOfAnotherProgram', { path }));
  }
  if (found > newest) {
    throw new GhostStackError('store-newer', says('error.store.newerVersion', { path, found, newest }));
  }
}

/** Brings the schema to the newest version, one transaction per migration, `user_version` in it. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const apply = db.transaction((migration: Migration) => {
    // Read again under the lock: another process may have been first.
    if (schemaVersion(db) >= migration.version) return;
    db.exec(migration.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migration.version}`);
  });
  for (const migration of migrations) {
    if (schemaVersion(db) < migration.version) apply.immediate(migration);
  }
}

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}
