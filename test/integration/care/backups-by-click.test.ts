/** What the window asks of its own node, on the worker that the window has: backups by click and by plan, and a restore. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { NodeHost } from '../../../electron/host/node-host.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { pollUntil } from '../../support/poll-until.ts';

const PASSPHRASE = 'the secret of these backups';
const DAY_MS = 86_400_000;

let folder: string;
let hosts: NodeHost[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-clicks-'));
  hosts = [];
});

afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function hostOf(name: string, deviceSecret?: Uint8Array): NodeHost {
  const host = new NodeHost({
    workerUrl: pathToFileURL(join(PROJECT_FOLDER, 'out/node/worker.js')),
    config: { home: join(folder, name), program: 'window', listen: ['/ip4/127.0.0.1/tcp/0'], discovery: [] },
    deviceSecret,
    onPush: () => undefined,
    onStatus: () => undefined,
  });
  hosts.push(host);
  return host;
}

async function ask<N extends CallName>(host: NodeHost, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const answer = await host.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
  return answer.value as CallOutput<N>;
}

const shown = (host: NodeHost): Promise<Snapshot> => ask(host, 'state.snapshot', {});
const care = async (host: NodeHost) => (await shown(host)).care;

/** As if the last one that the plan made were two days old. */
function letOneBeMissed(name: string): void {
  const home = openHome(join(folder, name));
  const store = openStore({ path: home.databasePath });
  new SettingsStore(store).set('backup-planned-at', Date.now() - 2 * DAY_MS);
  store.close();
  home.release();
}

test('the keychain’s key is backed up by plan, made up for when missed, told when it cannot be, and restored elsewhere', async () => {
  const secret = new Uint8Array(32).fill(9);
  const alice = hostOf('alice', secret);
  await alice.start();
  await ask(alice, 'setup.create', { name: 'alice', protection: { kind: 'keychain' } });
  await ask(alice, 'cell.found', { name: 'Maple Street' });
  const backups = join(folder, 'stick');
  mkdirSync(backups);
  writeFileSync(join(backups, 'alice-2020-01-01-0800.gsbackup'), 'old');
  writeFileSync(join(backups, 'alice-notes.txt'), 'mine');
  const plan = { every: 'daily', folder: backups, keep: 1 } as const;
  await expect(ask(alice, 'care.plan', plan)).rejects.toThrow('Choose a passphrase');
  await ask(alice, 'care.plan', { ...plan, passphrase: PASSPHRASE });
  const { last, nextAtMs } = await pollUntil(
    () => care(alice),
    (now) => now.last !== null && now.work === null,
  );
  expect(nextAtMs).toBeGreaterThan(Date.now() + 0.9 * DAY_MS);
  // Nothing is gone that this home did not make: it may be of another member called alice.
  const others = ['alice-2020-01-01-0800.gsbackup', 'alice-notes.txt'];
  const nameOf = (made: { file: string } | null) => made?.file.split('/').pop() ?? '';
  expect(readdirSync(backups).sort()).toEqual([...others, nameOf(last)].sort());
  await alice.stop();

  letOneBeMissed('alice');
  await alice.start();
  const again = await pollUntil(
    () => care(alice),
    (now) => now.last !== null && now.last.atMs > (last?.atMs ?? 0) && now.work === null,
  );
  await alice.stop();
  // Its own oldest beyond `keep` is.
  expect(readdirSync(backups).sort()).toEqual([...others, nameOf(again.last)].sort());

  const kept = join(folder, 'kept.gsbackup');
  writeFileSync(kept, readFileSync(again.last?.file ?? ''));
  rmSync(backups, { recursive: true });
  letOneBeMissed('alice');
  await alice.start();
  const { failed } = await pollUntil(
    () => care(alice),
    (now) => now.failed !== null,
  );
  expect(failed?.message).toContain(`There is no folder ${backups}. Make it, or put in the disk`);
  mkdirSync(backups);
  await ask(alice, 'care.plan', { ...plan, folder: backups });
  await pollUntil(
    () => care(alice),
    (now) => now.failed === null && (now.last?.atMs ?? 0) > (again.last?.atMs ?? 0),
  );
  await alice.stop();
  // In no file of the home, its records for whoever looks for a fault among them.
  for (const entry of readdirSync(join(folder, 'alice'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    expect(readFileSync(path).includes(PASSPHRASE), path).toBe(false);
  }

  const elsewhere = hostOf('elsewhere');
  mkdirSync(join(folder, 'elsewhere', 'restoring'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'elsewhere', 'lock'), '');
  const begun = { file: '/media/stick/alice.gsbackup', madeAtMs: 1_778_400_000_000 };
  writeFileSync(join(folder, 'elsewhere', 'restoring', 'begun.json'), JSON.stringify(begun));
  await elsewhere.start();
  expect(await shown(elsewhere)).toMatchObject({ phase: 'setup', care: { cutShort: begun } });
  const restore = (passphrase: string) => ask(elsewhere, 'care.restore', { file: kept, passphrase });
  await expect(restore('not this one')).rejects.toThrow('wrong-passphrase');
  expect((await shown(elsewhere)).phase).toBe('setup');
  const before = (await shown(elsewhere)).instance;
  expect(await restore(PASSPHRASE)).toEqual({ opened: true });
  const now = await shown(elsewhere);
  expect(now.instance).not.toBe(before);
  expect(now).toMatchObject({ phase: 'running', me: { name: 'alice', keyProtection: 'passphrase' } });
  expect(now.cell?.name).toBe('Maple Street');
  expect(now.cell?.signingBarred && inEnglish(now.cell.signingBarred)).toMatch(/^Restored from a backup of /);
  expect(now.care).toMatchObject({ cutShort: null, last: null, plan: { every: 'off', folder: backups } });
  await expect(restore(PASSPHRASE)).rejects.toThrow('already-exists');
});
