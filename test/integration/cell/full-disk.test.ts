import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { Inbox } from '../../../electron/node/messaging/inbox.ts';
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

test('what comes and cannot be stored is said where the disk is full, and comes once there is room', async () => {
  members = await liveCell(folder, ['alice', 'bob']);
  const [alice, bob] = members as [LiveMember, LiveMember];
  const noRoom = () => {
    throw new GhostStackError('store-full', asWritten('The disk is full.'));
  };
  const messages = vi.spyOn(Inbox.prototype, 'receiveAll').mockImplementation(async () => noRoom());
  const id = alice.send(bob, 'Hello Bob');
  await pollUntil(
    () => bob.node.problem,
    (problem) => problem?.code === 'store-full',
  );
  messages.mockRestore();
  await pollUntil(
    () => alice.message(id, bob).state,
    (state) => state === 'delivered',
  );
  expect(bob.received(alice)).toEqual(['Hello Bob']);
  await pollUntil(
    () => bob.node.problem,
    (problem) => problem === null,
  );

  const receipts = vi.spyOn(IntegrityLog.prototype, 'receiveAside').mockImplementation(async () => noRoom());
  alice.node.cell.deciding().propose({ title: 'Buy a ladder', text: '', open: true });
  await pollUntil(
    () => bob.node.problem,
    (problem) => problem?.code === 'store-full',
  );
  receipts.mockRestore();
  await pollUntil(
    () => bob.node.cell.shown.proposals().map(({ title }) => title),
    (titles) => titles.includes('Buy a ladder'),
  );
});
