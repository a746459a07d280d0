import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { type HostStatus, NodeHost } from '../../../electron/host/node-host.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let host: NodeHost;
let statuses: HostStatus[];
let pushed: (push: Push) => unknown;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-host-'));
  statuses = [];
  pushed = () => undefined;
});

afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

function hostOf(worker: string, passphrase?: string): NodeHost {
  host = new NodeHost({
    workerUrl: pathToFileURL(join(PROJECT_FOLDER, 'test/support/host', worker)),
    config: { home: join(folder, 'home'), program: 'window', listen: [], discovery: [] },
    passphrase,
    restartAfterMs: [1],
    onPush: (push) => pushed(push),
    onStatus: (status) => statuses.push(status),
  });
  return host;
}

async function snapshot(): Promise<Snapshot> {
  const answer = await host.call('state.snapshot', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as Snapshot;
}

it('goes on after an error that nothing caught, and says what it was', async () => {
  await hostOf('faulty-worker.ts').start();
  const { instance } = await snapshot();
  await host.call('messages.tryNow', { id: '01890a5d-ac96-774b-bcce-b302099a8057' });
  const after = await pollUntil(snapshot, ({ problem }) => problem?.message.includes('2 times') ?? false);
  expect(after.problem?.message).toMatch(
    /Something in the background failed 2 times .*a bug in a (timer|stream)/,
  );
  expect(after.instance).toBe(instance);
  expect(statuses.map(({ state }) => state)).toEqual(['starting', 'running']);
});

const reasonOf = ({ reason }: HostStatus) => (reason === null ? null : inEnglish(reason));

it.each(['dying-worker.ts', 'dead-worker.ts'])(
  'starts %s again three times, saying so, and then gives up',
  async (file) => {
    await hostOf(file).start();
    await vi.waitUntil(() => host.status.state === 'failed', { timeout: 30_000 });
    const restarts = statuses.filter(({ state }) => state === 'restarting').map(reasonOf);
    expect(restarts).toHaveLength(3);
    expect(restarts.at(-1)).toContain('it is dead) and is being restarted (3 of at most 3 times');
    expect(reasonOf(host.status)).toContain('4 times within a minute');
    expect((await snapshot()).problem?.message).toContain('it is dead');
  },
);

const PASSPHRASE = 'correct horse';

it('locks by starting the worker anew without what opens the key', async () => {
  const node = hostOf('faulty-worker.ts');
  await node.start();
  expect(await node.call('key.lock', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
  const protection = { kind: 'passphrase', passphrase: PASSPHRASE };
  expect(await node.call('setup.create', { name: 'alice', protection })).toMatchObject({ ok: true });
  const { instance, phase } = await snapshot();
  expect(phase).toBe('running');
  const locks = await Promise.all([node.call('key.lock', {}), node.call('key.lock', {})]);
  expect(locks.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const after = await snapshot();
  expect([after.phase, after.instance === instance]).toEqual(['locked', false]);
  expect(await node.call('key.unlock', { passphrase: PASSPHRASE })).toMatchObject({ ok: true });
  expect((await snapshot()).phase).toBe('running');
});

it('locks a key that was opened by what the host was given, and does not stay awake when it is stopped meanwhile', async () => {
  const first = hostOf('faulty-worker.ts');
  await first.start();
  await first.call('setup.create', {
    name: 'alice',
    protection: { kind: 'passphrase', passphrase: PASSPHRASE },
  });
  await first.stop();
  const given = hostOf('faulty-worker.ts', PASSPHRASE);
  await given.start();
  expect((await snapshot()).phase).toBe('running');
  expect(await given.call('key.lock', {})).toMatchObject({ ok: true });
  expect((await snapshot()).phase).toBe('locked');
  await given.call('key.unlock', { passphrase: PASSPHRASE });
  const stopping = new Promise<void>((resolve) => {
    pushed = ({ changes }) => changes.phase === 'starting' && resolve();
  });
  const locking = given.call('key.lock', {});
  await stopping;
  await given.stop();
  await locking;
  expect(given.status.state).toBe('stopped');
});
