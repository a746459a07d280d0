import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '#shared/domain/snapshot.ts';
import { type HostStatus, NodeHost } from '../../../electron/host/node-host.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let host: NodeHost;
let statuses: HostStatus[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-host-'));
  statuses = [];
});

afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

function hostOf(worker: string): NodeHost {
  host = new NodeHost({
    workerUrl: pathToFileURL(join(PROJECT_FOLDER, 'test/support/host', worker)),
    config: { home: join(folder, 'home'), listen: [], discovery: [] },
    restartAfterMs: [1],
    onPush: () => undefined,
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

it.each(['dying-worker.ts', 'dead-worker.ts'])(
  'starts %s again three times, saying so, and then gives up',
  async (file) => {
    await hostOf(file).start();
    await vi.waitUntil(() => host.status.state === 'failed', { timeout: 30_000 });
    const restarts = statuses.filter(({ state }) => state === 'restarting').map(({ reason }) => reason);
    expect(restarts).toHaveLength(3);
    expect(restarts.at(-1)).toContain('it is dead) and is being restarted (3 of at most 3 times');
    expect(host.status.reason).toContain('4 times within a minute');
    expect((await snapshot()).problem?.message).toContain('it is dead');
  },
);
