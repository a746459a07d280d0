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

/** Of the names in a folder those that the plan made for this member, without the newest `keep`. */
export function tooOld(names: readonly string[], member: string, keep: number): string[] {
  const begin = `${fileWord(member)}-`;
  const planned = names.filter(
    (name) => name.startsWith(begin) && /^\d{4}-\d\d-\d\d-\d{4}\.gsbackup$/.test(name.slice(begin.length)),
  );
  return planned.sort().slice(0, Math.max(0, planned.length - keep));
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
