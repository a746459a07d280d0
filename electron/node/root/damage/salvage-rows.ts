import type Database from 'better-sqlite3';
import { authenticOf } from '../../log/authentic-of.ts';
import { readEntry } from '../../log/read-entry.ts';
import type { CheckedEntry } from '../../log/signed-entry.ts';
import { ROWID, type Row, readDamaged, type Table } from './read-damaged.ts';

export interface ReadReceipt {
  readonly checked: CheckedEntry;
  readonly receivedAtMs: number;
}

const LOG = 'log_entries';
/** Made from the rows of the log, of which some may be lost. */
const MADE_OF_LOG = 'log_checkpoints';

/** The tables of the new database that are filled from the damaged one as they are; the log is judged first. */
export function plainTables(db: Database.Database): string[] {
  return db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all()
    .filter((name) => name !== LOG && name !== MADE_OF_LOG);
}

/** Copies what can be read of a table and fits into it. Returns how many rows came over. */
export function copyTable(from: Database.Database, to: Database.Database, name: string): number {
  const { table, columns: wanted, isRowidColumn } = shapeOf(to, name);
  const there = new Set(columnsOf(from, name).map((column) => column.name));
  const columns = wanted.filter((column) => there.has(column));
  if (columns.length === 0) return 0;
  const all = table.key === null && !isRowidColumn ? ['rowid', ...columns] : columns;
  const insert = to.prepare(
    `INSERT OR IGNORE INTO "${name}" (${all.map(quoted).join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
  );
  let copied = 0;
  readDamaged(from, table, (row) => {
    const values = all.map((column) => row[column === 'rowid' ? ROWID : column] ?? null);
    copied += inserted(() => insert.run(...values).changes);
  });
  return copied;
}

/** Rows of the log that are receipts, by hash. */
export function readReceipts(from: Database.Database): Map<string, ReadReceipt> {
  const moments = new Map<CheckedEntry, number>();
  readDamaged(from, { name: LOG, key: null }, (row) => {
    const read = receiptOf(row);
    if (read) moments.set(read, momentOf(row.received_at_ms));
  });
  // With their signatures: a page that was damaged may hold another one.
  const authentic = authenticOf([...moments.keys()]);
  return new Map(
    authentic.map((checked) => [checked.hash, { checked, receivedAtMs: moments.get(checked) ?? 0 }]),
  );
}

function receiptOf({ hash, entry }: Row): CheckedEntry | null {
  if (typeof hash !== 'string' || typeof entry !== 'string') return null;
  try {
    const read = readEntry(entry);
    return read.hash === hash ? read : null;
  } catch {
    return null;
  }
}

function momentOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function shapeOf(
  db: Database.Database,
  name: string,
): { table: Table; columns: string[]; isRowidColumn: boolean } {
  const info = columnsOf(db, name);
  const key = info.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const sql = db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(name);
  const isWithoutRowid = /WITHOUT ROWID\s*$/i.test(String(sql));
  return {
    table: { name, key: isWithoutRowid ? key.map((column) => column.name) : null },
    columns: info.map((column) => column.name),
    isRowidColumn: key.length === 1 && key[0]?.type === 'INTEGER',
  };
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** None of a table that is not there, or whose description is damaged. */
function columnsOf(db: Database.Database, name: string): Column[] {
  try {
    return db.pragma(`table_info("${name}")`) as Column[];
  } catch {
    return [];
  }
}

/** A row that the table does not take (another type, a check) is one that cannot be read. */
function inserted(run: () => number): number {
  try {
    return run();
  } catch (error) {
    if (isConstraint(error)) return 0;
    throw error;
  }
}

function isConstraint(error: unknown): boolean {
  const code = Object(error).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH');
}

function quoted(column: string): string {
  return column === 'rowid' ? column : `"${column}"`;
}
