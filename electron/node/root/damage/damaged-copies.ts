import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** SQLite's companions of a database file. */
const COMPANIONS = ['', '-wal', '-shm'] as const;
const INFIX = '.damaged-';
/** The newest are kept: who finds a disk failing has no use for more. */
const COPIES_MAX = 3;

/** `node.db.damaged-2026-05-10-091200`, beside the database; another one in the same second gets a number. */
export function damagedCopyPath(databasePath: string, atMs: number): string {
  const time = new Date(atMs).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const path = `${databasePath}${INFIX}${time}`;
  for (let number = 2; ; number += 1) {
    const free = number === 2 ? path : `${path}-${number}`;
    if (!existsSync(free)) return free;
  }
}

/** Moves a database and its companions; what was moved before a crash stays where it is. */
export function moveDatabase(from: string, to: string): void {
  for (const companion of COMPANIONS) {
    if (existsSync(from + companion)) renameSync(from + companion, to + companion);
  }
}

export function removeDatabase(path: string): void {
  for (const companion of COMPANIONS) rmSync(path + companion, { force: true });
}

/** The oldest first. */
export function damagedCopies(databasePath: string): string[] {
  const folder = dirname(databasePath);
  const prefix = basename(databasePath) + INFIX;
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !name.endsWith('-wal') && !name.endsWith('-shm'))
    .sort()
    .map((name) => join(folder, name));
}

export function forgetOldCopies(databasePath: string): void {
  for (const path of damagedCopies(databasePath).slice(0, -COPIES_MAX)) removeDatabase(path);
}
