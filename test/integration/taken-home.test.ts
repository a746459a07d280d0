import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { WindowHost } from '../../electron/host/window-host.ts';
import { ghoststack, type HeadlessNode, startHeadless } from '../support/headless-node.ts';
import { pollUntil } from '../support/poll-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let home: string;
let keyFile: string;
let node: HeadlessNode;
let window: WindowHost;
let pushes: Push[];

beforeEach(async () => {
  const folder = temporaryFolder();
  home = join(folder, 'alice');
  keyFile = join(folder, 'alice.key');
  mkdirSync(home, { mode: 0o700 });
  await ghoststack('init', '--home', home, '--name', 'alice', '--key-file', keyFile);
  node = await startHeadless('--home', home, '--key-file', keyFile, '--listen', '127.0.0.1:0', '--no-mdns');
  pushes = [];
  window = new WindowHost({
    workerUrl: new URL('../../out/node/worker.js', import.meta.url),
    config: { home, program: 'window', listen: [], discovery: [] },
    onPush: (push) => pushes.push(push),
    onStatus: () => {},
  });
});
afterEach(async () => {
  await window.stop();
  await node.stop();
});

async function snapshot(): Promise<Snapshot> {
  const answer = await window.call('state.snapshot', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as Snapshot;
}

const ended = ({ problem }: Snapshot): boolean => problem?.home?.ended === true;

test('a window whose home a headless node holds says which, shows it, and takes over once it has ended', async () => {
  const startedMs = Date.now();
  await expect(window.start()).rejects.toThrow(/a node without a window, process \d+, since /);
  const { phase, problem } = await snapshot();
  expect({ phase, code: problem?.code }).toEqual({ phase: 'failed', code: 'home-locked' });
  expect(problem?.home).toEqual({
    path: home,
    holder: { program: 'headless', pid: node.pid, sinceMs: expect.any(Number) },
    ended: false,
    attachable: true,
  });
  expect(problem?.home?.holder?.sinceMs).toBeLessThanOrEqual(startedMs);

  expect(await window.call('home.attach', {})).toEqual({ ok: true, value: null });
  const shown = await snapshot();
  expect(shown).toMatchObject({ phase: 'running', me: { name: 'alice' } });
  expect(pushes.at(-1)).toMatchObject({ instance: shown.instance, changes: { settings: shown.settings } });
  expect(await window.call('settings.update', { theme: 'dark' })).toMatchObject({ ok: true });
  const { changes } = (await pollUntil(
    () => pushes.at(-1),
    (push) => push?.changes.settings?.theme === 'dark',
  )) as Push;
  expect(changes.settings?.theme).toBe('dark');
  expect(await window.call('me.setOnline', { online: 'no' })).toMatchObject({
    error: { code: 'invalid-argument' },
  });
  expect(await window.call('headless.stop', {})).toMatchObject({ ok: false });

  await node.stop();
  const after = await pollUntil(snapshot, ended);
  expect(after).toMatchObject({ phase: 'failed', problem: { home: { holder: null, attachable: false } } });
  expect(pushes.at(-1)?.instance).toBe(after.instance);
  expect(await window.call('home.takeOver', {})).toEqual({ ok: true, value: null });
  expect(await snapshot()).toMatchObject({
    problem: null,
    me: { name: 'alice' },
    settings: { theme: 'dark' },
  });
});

test('what is killed is noticed, too; and what is alive is not taken over by any click', async () => {
  await expect(window.start()).rejects.toThrow(/is using/);
  expect(await window.call('home.takeOver', {})).toMatchObject({ ok: false });
  const still = await pollUntil(snapshot, ({ problem }) => problem?.home !== undefined);
  expect(still.problem?.home).toMatchObject({ holder: { pid: node.pid }, ended: false });
  expect(await window.call('home.attach', {})).toMatchObject({ ok: true });
  await node.kill();
  // A question that the node took with it is refused; who asks again is told.
  await pollUntil(
    () => window.call('state.snapshot', {}),
    (answer) => answer.ok && ended(answer.value as Snapshot),
  );
  expect(await window.call('home.takeOver', {})).toMatchObject({ ok: true });
  expect(await window.call('home.attach', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
  await window.stop();
  node = await startHeadless('--home', home, '--key-file', keyFile, '--listen', '127.0.0.1:0', '--no-mdns');
});
