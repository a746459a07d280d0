import { expect, test } from 'vitest';
import { backupName, freeName, nextBackupAtMs, tooOld } from '../../../electron/node/care/backup/plan.ts';

const AT = new Date(2026, 4, 10, 17, 42).getTime();

test('a planned backup takes the name of no other home, whose member is called the same', () => {
  const name = backupName('alice', AT, true);
  expect(name).toBe('alice-2026-05-10-1742.gsbackup');
  expect(freeName(name, [])).toBe(name);
  const names = [name, 'alice-2026-05-10-1742-2.gsbackup'];
  expect(freeName(name, names)).toBe('alice-2026-05-10-1742-3.gsbackup');
});

test('the oldest of those that were made go, in the order in which they were', () => {
  expect(tooOld(['c', 'a', 'b'], 2)).toEqual(['c']);
  expect(tooOld(['c', 'a', 'b'], 7)).toEqual([]);
});

test('one is due at once when it was missed, and an hour after it failed; never without a plan', () => {
  const plan = { every: 'daily', folder: '/media/stick', keep: 7 } as const;
  const hours = (n: number): number => AT + n * 3_600_000;
  expect(nextBackupAtMs({ ...plan, every: 'off' }, null, null, AT)).toBeNull();
  expect(nextBackupAtMs(plan, null, null, AT)).toBe(AT);
  expect(nextBackupAtMs(plan, AT, null, hours(1))).toBe(hours(24));
  expect(nextBackupAtMs(plan, AT, null, hours(50))).toBe(hours(50));
  expect(nextBackupAtMs(plan, null, AT, hours(0.5))).toBe(hours(1));
  // A clock that was ahead when the last one was made.
  expect(nextBackupAtMs(plan, hours(9_000), null, AT)).toBe(AT);
});
