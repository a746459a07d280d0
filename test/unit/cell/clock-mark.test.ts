import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CellClock } from '../../../electron/node/cell/clock/cell-clock.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';

let store: Store;

beforeEach(() => {
  vi.useFakeTimers();
  store = openStore({ path: ':memory:' });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  store.close();
});

it('marks the time at a later look when the disk was full at the first one', () => {
  const settings = new SettingsStore(store);
  const clock = new CellClock({
    settings,
    clock: Date.now,
    uptime: Date.now,
    storedMs: 0,
    epoch: () => null,
    changed: () => {},
  });
  const full = vi.spyOn(settings, 'set').mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  expect(() => clock.start()).toThrow('full');
  full.mockRestore();
  vi.advanceTimersByTime(61_000);
  const mark = settings.get('clock', z.object({ nowMs: z.int() }).nullable(), null);
  expect(mark?.nowMs).toBe(Date.now() - 1000);
  clock.stop();
});
