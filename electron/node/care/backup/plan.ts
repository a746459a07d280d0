/** When a backup is due, what it is called, and which ones are too old: decided here, done elsewhere. */
import type { BackupPlan } from '#shared/contract/domain/care.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PERIOD_MS = { daily: DAY_MS, weekly: 7 * DAY_MS } as const;

export const BACKUP_END = '.gsbackup';

/**
 * Null without a plan. One that was missed, because the computer was off, is due at once; one that failed, an hour
 * later. `plannedAtMs`: when the plan made the last one; `failedAtMs`: when it last could not.
 */
export function nextBackupAtMs(
  { every }: BackupPlan,
  plannedAtMs: number | null,
  failedAtMs: number | null,
  nowMs: number,
): number | null {
  if (every === 'off') return null;
  // A clock that was ahead must not keep it from being made for years.
  const before = plannedAtMs !== null && plannedAtMs <= nowMs ? plannedAtMs + PERIOD_MS[every] : nowMs;
  const again = failedAtMs !== null && failedAtMs <= nowMs ? failedAtMs + HOUR_MS : nowMs;
  return Math.max(before, again, nowMs);
}

/** `alice-2026-05-10.gsbackup`; those of a plan name the minute, too, so that none takes another's place. */
export function backupName(member: string, atMs: number, isPlanned: boolean): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = isPlanned ? `-${two(at.getHours())}${two(at.getMinutes())}` : '';
  return `${fileWord(member)}-${day}${time}${BACKUP_END}`;
}

/** The name, or the next one that is free: that of another home may be the same. */
export function freeName(name: string, names: readonly string[]): string {
  const begin = name.slice(0, -BACKUP_END.length);
  let free = name;
  for (let n = 2; names.includes(free); n += 1) free = `${begin}-${n}${BACKUP_END}`;
  return free;
}

/** Of the files that the plan of this home made, the oldest first, those beyond the newest `keep`. */
export function tooOld(made: readonly string[], keep: number): string[] {
  return made.slice(0, Math.max(0, made.length - keep));
}

/** What every file system takes. */
function fileWord(name: string): string {
  const word = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return word || 'ghoststack';
}
