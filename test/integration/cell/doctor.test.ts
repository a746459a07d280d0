// What is wrong with a home is said by its node where one runs, and from outside where none does or none can.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Findings } from '#shared/contract/domain/doctor.ts';
import type { LoggedEvent } from '#shared/contract/domain/event.ts';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

type Said = Omit<Findings, 'checks'> & {
  readonly checks: readonly { id: string; mark: string; what: string; todo: string | null }[];
};

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-doctor-'));
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home?.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** What it prints, also where it ends with 1 because of a fault. */
async function doctor(home: CellHome, ...args: readonly string[]): Promise<Said & { code: number }> {
  try {
    return { ...(await home.run<Said>('doctor', '--no-mdns', ...args)), code: 0 };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    expect(stderr).toBe('');
    return { ...(JSON.parse(stdout) as Said), code };
  }
}

const found = ({ checks }: Said, id: string) => checks.find((check) => check.id === id);

test('a doctor says what is wrong, worst first, with a node and without, and its report tells no names', async () => {
  await alice.ask('messages.send', { to: 'broadcast', text: 'the mill at midnight' });
  await pollUntil(
    () => doctor(alice),
    (said) => found(said, 'clocks')?.mark === 'ok',
  );
  const well = await doctor(alice, '--full');
  expect(well).toMatchObject({ code: 0, isRunning: true, full: { state: 'done', findings: 0 } });
  expect(well.counts).toMatchObject({ members: 2, threads: 1 });
  expect(found(well, 'listening')).toMatchObject({
    mark: 'warning',
    todo: expect.stringContaining('--listen'),
  });
  expect(found(well, 'database')?.mark).toBe('ok');
  expect(found(well, 'multicast')?.mark).toBe('unchecked');

  const file = join(folder, 'report.txt');
  await alice.run('doctor', '--no-mdns', '--report', file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const report = readFileSync(file, 'utf8');
  expect(report).toMatch(/^ok: database\. /m);
  expect(report).toContain('peer.connected');
  for (const told of ['bob', 'Maple', 'mill', '127.0.0.1', folder, alice.home])
    expect(report).not.toContain(told);

  // A home that does not open: its database is cut off, and others may look into it.
  await bob.stop();
  truncateSync(join(bob.home, 'node.db'), 5000);
  chmodSync(bob.home, 0o750);
  const ill = await doctor(bob);
  expect(ill).toMatchObject({ code: 1, isRunning: false });
  expect(ill.checks.slice(0, 2).map(({ id, mark }) => `${mark} ${id}`)).toEqual([
    'fault database',
    'fault permissions',
  ]);
  expect(found(ill, 'permissions')?.todo).toBe(`Make it yours alone: chmod 700 ${bob.home}`);
  expect(existsSync(join(bob.home, 'salvage.json'))).toBe(false);
  chmodSync(bob.home, 0o700);

  await bob.start();
  const mended = await doctor(bob);
  expect(found(mended, 'database')).toMatchObject({
    mark: 'warning',
    what: expect.stringContaining('A copy was kept'),
  });
  await doctor(bob, '--seen');
  expect(found(await doctor(bob), 'database')?.mark).toBe('ok');
  expect((await bob.ask('state.snapshot', {})).problem).toBeNull();
  const errors = await bob.run<LoggedEvent[]>('logs', '--level', 'error');
  expect(errors).toMatchObject([{ event: 'database.damaged', fields: { isBarred: true } }]);
});
