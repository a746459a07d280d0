import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let members: LiveMember[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-full-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(members.map((member) => member.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('a node that starts on a full disk says so while it lasts, keeps no complaint, and misses nobody', async () => {
  members = await liveCell(folder, ['alice', 'bob']);
  const [alice, bob] = members as [LiveMember, LiveMember];
  await bob.stop();
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const uncaught: unknown[] = [];
  const caught = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', caught);
  try {
    const full = vi.spyOn(SettingsStore.prototype, 'set').mockImplementation(() => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    });
    await bob.start();
    await pollUntil(
      () => [alice, bob].map(({ node }) => node.peers()[0]?.link.state).join(),
      (states) => states === 'connected,connected',
    );
    expect(bob.node.problem).toMatchObject({ code: 'store-full' });
    full.mockRestore();
    await pollUntil(
      () => [alice.node.problem, bob.node.problem],
      (problems) => problems.every((problem) => problem === null),
    );
  } finally {
    process.off('uncaughtException', caught);
  }
  expect(uncaught.map((error) => (error as Error).stack)).toEqual([]);
  expect(complaints).not.toHaveBeenCalled();
});
