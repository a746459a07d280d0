/**
 * What a restore leaves in a home while it goes on. All of it is first written to a folder of its own, and checked; a
 * file there says that it is whole, and only then are its files moved to their places. Whoever opens the home after
 * that moves the rest of them. Whatever ended it before has left nothing in the home itself.
 */
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { syncFolder, writeFileAtomically } from '../../store/atomic-file.ts';
import { readSmallFile } from '../../store/small-file.ts';
import { PART_NAMES } from './manifest.ts';

export const RESTORE_FOLDER = 'restoring';
const BEGUN = 'begun.json';
const WHOLE = 'whole';

const Begun = z.object({ file: z.string(), madeAtMs: z.int() });
/** The backup that was being restored, and when that was made. */
export type Begun = z.infer<typeof Begun>;

const BEGUN_MAX_BYTES = 16 * 1024;

export function noteBegun(home: string, begun: Begun): void {
  writeFileAtomically(join(home, RESTORE_FOLDER, BEGUN), JSON.stringify(begun), { replace: true });
}

/** All is written, checked and on disk: from now on it goes forward, whatever happens. */
export function noteWhole(home: string): void {
  syncFolder(join(home, RESTORE_FOLDER));
  writeFileAtomically(join(home, RESTORE_FOLDER, WHOLE), '', { replace: true });
}

/** Its files are checked, and have yet to be moved. */
export function isRestoreWhole(home: string): boolean {
  return existsSync(join(home, RESTORE_FOLDER, WHOLE));
}

/** A restore that was cut short before it was whole, or null. */
export function cutShortRestore(home: string): Begun | null {
  const folder = join(home, RESTORE_FOLDER);
  if (!existsSync(folder) || isRestoreWhole(home)) return null;
  try {
    const { text } = readSmallFile(join(folder, BEGUN), BEGUN_MAX_BYTES);
    return Begun.parse(JSON.parse(text));
  } catch {
    return { file: '', madeAtMs: 0 };
  }
}

/** Throws `conflict`, naming the backup, if nothing but half of a restore is here. */
export function requireNoCutShort(home: string): void {
  const begun = cutShortRestore(home);
  if (begun)
    throw new GhostStackError('conflict', says('error.care.restoreCutShort', { home, file: begun.file }));
}

/**
 * Moves what a restore has checked to its place; the home must be ours alone, and no database of it open.
 * Doing it again after it was cut short does the rest.
 */
export function finishRestore(home: string): void {
  const folder = join(home, RESTORE_FOLDER);
  if (!isRestoreWhole(home)) return;
  for (const name of PART_NAMES) {
    if (!existsSync(join(folder, name))) continue;
    // Those of an empty database would be taken for this one's.
    if (name === 'node.db') {
      for (const other of ['node.db-wal', 'node.db-shm', 'card.json'])
        rmSync(join(home, other), { force: true });
    }
    renameSync(join(folder, name), join(home, name));
  }
  syncFolder(home);
  rmSync(join(folder, BEGUN), { force: true });
  rmSync(join(folder, WHOLE));
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
  rmdirSync(folder);
  syncFolder(home);
}
