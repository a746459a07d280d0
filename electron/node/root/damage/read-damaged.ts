/** Reads what can be read of a table whose pages are damaged. */
import type Database from 'better-sqlite3';

export type Row = Readonly<Record<string, unknown>>;

export interface Table {
  readonly name: string;
  /** The columns of its primary key; null for a table that is kept by its rowid. */
  readonly key: readonly string[] | null;
}

/** Beside the table's own columns. */
export const ROWID = 'rowid_read';

/** A gap of more rows than this between two readable ends is not looked through. */
const GAP_MAX = 2_000_000;
const PROBES_MAX = 200_000;

/**
 * Gives every row that the file gives to `take`, some perhaps twice. Returns whether nothing was in the way. Never
 * throws for what is damaged; what `take` throws passes.
 */
export function readDamaged(db: Database.Database, { name, key }: Table, take: (row: Row) => void): boolean {
  return key ? byKey(db, name, key, take) : byRowid(db, name, take);
}

/** How many there were, by an index, whose pages are others than the table's; null where that is damaged, too. */
export function expectedRows(db: Database.Database, table: string): number | null {
  try {
    return Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get());
  } catch {
    return null;
  }
}

/** From both ends, as far as each goes. */
function byKey(
  db: Database.Database,
  table: string,
  key: readonly string[],
  take: (row: Row) => void,
): boolean {
  const order = (way: string) => key.map((column) => `"${column}" ${way}`).join(', ');
  if (each(db, `SELECT * FROM "${table}" ORDER BY ${order('ASC')}`, [], take)) return true;
  each(db, `SELECT * FROM "${table}" ORDER BY ${order('DESC')}`, [], take);
  return false;
}

/** From both ends, and then what lies between by halves. */
function byRowid(db: Database.Database, table: string, take: (row: Row) => void): boolean {
  const select = `SELECT rowid AS ${ROWID}, * FROM "${table}"`;
  let last = 0;
  const upwards = each(db, `${select} ORDER BY rowid ASC`, [], (row) => {
    last = Math.max(last, Number(row[ROWID]));
    take(row);
  });
  if (upwards) return true;
  let first: number | null = null;
  each(db, `${select} ORDER BY rowid DESC`, [], (row) => {
    first = Math.min(first ?? Number.MAX_SAFE_INTEGER, Number(row[ROWID]));
    take(row);
  });
  let probes = 0;
  const within = (from: number, to: number): void => {
    if (from > to || probes >= PROBES_MAX) return;
    probes += 1;
    if (each(db, `${select} WHERE rowid BETWEEN ? AND ?`, [from, to], take) || from === to) return;
    const middle = Math.floor((from + to) / 2);
    within(from, middle);
    within(middle + 1, to);
  };
  const end = first === null ? lastRowid(db, table) : first - 1;
  if (end - last < GAP_MAX) within(last + 1, end);
  return false;
}

function lastRowid(db: Database.Database, table: string): number {
  try {
    return Number(db.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').pluck().get(table) ?? 0);
  } catch {
    return 0;
  }
}

/** False where it was cut short. */
function each(
  db: Database.Database,
  sql: string,
  params: readonly number[],
  take: (row: Row) => void,
): boolean {
  const rows = reading(() => db.prepare<number[], Row>(sql).iterate(...params));
  if (rows === null) return false;
  try {
    for (;;) {
      const next = reading(() => rows.next());
      if (next === null) return false;
      if (next.done) return true;
      take(next.value);
    }
  } finally {
    reading(() => rows.return?.());
  }
}

/** Null for what the file does not give. */
function reading<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
