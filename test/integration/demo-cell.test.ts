import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { callRunningNode } from '../../electron/host/running-node.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { openSockets } from '../support/open-sockets.ts';
import { pollUntil } from '../support/poll-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const WITHIN_MS = 60_000;

/** The answer's value; what is refused is told by its code. */
async function ask(home: string, name: string, input: unknown = {}): Promise<unknown> {
  const answer = await callRunningNode(home, name, input);
  return answer?.ok ? answer.value : answer?.error.code;
}

test('without a window a cell to try is founded, is led through, and leaves nothing', async () => {
  // The marks of homes and whatever else a user has would go there.
  const userFolder = temporaryFolder();
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: userFolder, XDG_STATE_HOME: '' };
  delete env.GHOSTSTACK_STATE_DIR;
  const command = [join(PROJECT_FOLDER, 'out/headless/cli.js'), 'demo-cell', '--json'];
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { home, dashboard } = JSON.parse(line) as { home: string; dashboard: string };
  expect(dashboard).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/);

  const seen = (is: (node: Snapshot) => boolean): Promise<Snapshot> =>
    pollUntil(async () => (await ask(home, 'state.snapshot')) as Snapshot, is, WITHIN_MS);
  const { demo, cell } = await seen((node) => node.demo?.phase === 'guided');
  expect(cell?.members.map(({ name }) => name)).toEqual(['alice', 'bob', 'carol']);
  const bob = demo?.people[0]?.did ?? '';
  await seen((node) => node.demo?.people[0]?.state === 'away');
  await ask(home, 'messages.send', { to: bob, text: 'Hello Bob' });
  await seen((node) => node.demo?.done === true);
  await ask(home, 'demo.goTo', { step: 'back' });
  await seen((node) => node.demo?.done === true && node.demo.people[0]?.holds === 1);
  await ask(home, 'demo.goTo', { step: 'vote' });
  const { proposals } = await seen((node) => node.proposalCounts.mine === 1);
  const { id = '' } = proposals.find(({ needsMyVote }) => needsMyVote) ?? {};
  await ask(home, 'governance.vote', { id, choice: 'REJECT', comment: null });
  await ask(home, 'demo.goTo', { step: 'count' });
  const counted = await seen((node) => node.demo?.done === true);
  expect(counted.proposals.find((one) => one.id === id)?.tally).toEqual({
    approve: 2,
    reject: 1,
    abstain: 0,
  });

  const sockets = openSockets(child.pid ?? 0);
  expect(sockets.filter(({ listens }) => listens).length).toBeGreaterThanOrEqual(4);
  expect(sockets.filter(({ address }) => address !== '127.0.0.1')).toEqual([]);
  for (const [name, input] of [
    ['cell.invite', { hours: 1 }],
    ['peers.add', { did: 'did:key:zzz', name: 'dave', address: null }],
    ['key.changePassphrase', { current: 'x', next: 'xxxxxxxx' }],
  ] as const) {
    expect(await ask(home, name, input)).toBe('unsupported');
  }

  await ask(home, 'demo.end');
  expect(await exited).toEqual([0, null]);
  expect(existsSync(dirname(home))).toBe(false);
  expect(existsSync(join(userFolder, '.local'))).toBe(false);
});
