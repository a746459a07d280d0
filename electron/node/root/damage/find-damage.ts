import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { GhostStackError } from '#shared/contract/errors.ts';
import { storeError } from '../../store/classify-error.ts';
import { migrate, requireKnownSchema, schemaVersion } from '../../store/migrate.ts';
import { MIGRATIONS } from '../../store/migrations/index.ts';
import { pageFault } from '../../store/page-fault.ts';
import { requireSqliteSupport } from '../../store/sqlite-support.ts';
import type { HomeCard } from './home-card.ts';

/**
 * `gone`: nothing of it is there; `unreadable`: it cannot be opened; `header`: it calls itself what it never was;
 * `pages`: the check of SQLite found something; `rows`: what the home remembers of itself is not in it.
 */
export const DAMAGES = ['gone', 'unreadable', 'header', 'pages', 'rows'] as const;
export type Damage = (typeof DAMAGES)[number];

/** Up to this size indexes are compared with their tables, too, at each start. */
const WHOLE_CHECK_BYTES = 24 * 1024 * 1024;

/**
 * What is wrong with a home's database, or null. Writes nothing into it. What is no damage (a newer version, another
 * program's file, a disk that fails) is left to whoever opens it next.
 *
 * `thorough`: also reads all of it, and not only what opening it reads.
 */
export function findDamage(path: string, card: HomeCard | null, thorough: boolean): Damage | null {
  if (!existsSync(path)) return card ? 'gone' : null;
  requireSqliteSupport();
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    return headerDamage(db, path, card) ?? rowDamage(db, card) ?? (thorough ? pageDamage(db, path) : null);
  } catch (error) {
    return isCorrupt(error) ? 'unreadable' : null;
  } finally {
    db?.close();
  }
}

function isCorrupt(error: unknown): boolean {
  const known = error instanceof GhostStackError ? error : storeError(error);
  return known?.code === 'store-corrupt';
}

function headerDamage(db: Database.Database, path: string, card: HomeCard | null): Damage | null {
  const found = schemaVersion(db);
  try {
    requireKnownSchema(db, path, MIGRATIONS);
  } catch (error) {
    if (!(error instanceof GhostStackError) || card === null) throw error;
    return error.code === 'malformed' || tables(db) === ownTables() ? 'header' : null;
  }
  if (!card) return null;
  if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) return 'gone';
  return found < card.schema ? 'header' : null;
}

/** What a newer GhostStack wrote has more tables, or others; a number alone is no newer version. */
function ownTables(): string {
  const fresh = new Database(':memory:');
  try {
    migrate(fresh, MIGRATIONS);
    return tables(fresh);
  } finally {
    fresh.close();
  }
}

function tables(db: Database.Database): string {
  return JSON.stringify(db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all());
}

/** Only of a schema that is the present one: an older one is brought up to date first. */
function rowDamage(db: Database.Database, card: HomeCard | null): Damage | null {
  if (!card || card.schema !== schemaVersion(db)) return null;
  if (db.prepare('SELECT id FROM home').pluck().get() === undefined) return 'rows';
  const { cell } = card;
  if (cell === null) return null;
  return db.prepare('SELECT 1 FROM cells WHERE cell = ?').get(cell.id) === undefined ? 'rows' : null;
}

function pageDamage(db: Database.Database, path: string): Damage | null {
  const check = statSync(path).size <= WHOLE_CHECK_BYTES ? 'integrity_check' : 'quick_check';
  return pageFault(db, check) === null ? null : 'pages';
}
