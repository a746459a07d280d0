import { existsSync, rmSync, statSync } from 'node:fs';
import { z } from 'zod';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import { readSmallFile } from '../../store/small-file.ts';

/** How long a database that was closed in order is taken to be as it was: what a disk does by itself is looked for then. */
const CHECKED_FOR_MS = 7 * DAY_MS;
const FILE_MAX_BYTES = 1024;
/** Up to this size all of it is checked at each start: that takes no time that anybody sees. */
const SMALL_BYTES = 24 * 1024 * 1024;

/** The database as it stood when its node had closed it, and when all of it was checked. */
const CleanStop = z.strictObject({
  bytes: z.number(),
  changedAtMs: z.number(),
  checkedAtMs: z.number(),
});

function pathOf(databasePath: string): string {
  return `${databasePath}.closed`;
}

/**
 * When all of a large database was checked last, if nobody has written to it since its node closed it; else null. What
 * it reads holds for one start.
 */
export function takeCleanStop(databasePath: string, nowMs: number): number | null {
  const path = pathOf(databasePath);
  try {
    const { bytes, changedAtMs, checkedAtMs } = CleanStop.parse(
      JSON.parse(readSmallFile(path, FILE_MAX_BYTES).text),
    );
    rmSync(path);
    const { size, mtimeMs } = statSync(databasePath);
    const isAsItWas =
      size > SMALL_BYTES && size === bytes && mtimeMs === changedAtMs && !existsSync(`${databasePath}-wal`);
    const isRecent = nowMs >= checkedAtMs && nowMs - checkedAtMs < CHECKED_FOR_MS;
    return isAsItWas && isRecent ? checkedAtMs : null;
  } catch {
    return null;
  }
}

/** The database is closed. Where it cannot be noted, the next start checks all of it. */
export function noteCleanStop(databasePath: string, checkedAtMs: number): void {
  try {
    // Another process has it open, or the node ended before all of it was in the file.
    if (existsSync(`${databasePath}-wal`)) return;
    const { size, mtimeMs } = statSync(databasePath);
    const noted = { bytes: size, changedAtMs: mtimeMs, checkedAtMs };
    writeFileAtomically(pathOf(databasePath), JSON.stringify(noted), { replace: true });
  } catch {
    // As above.
  }
}
