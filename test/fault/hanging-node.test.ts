import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callRunningNode } from '../../electron/host/running-node.ts';
import { ghoststack, startHeadless } from '../support/headless-node.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a node that hangs is said to, and hangs nobody who asks it', async () => {
  const home = join(temporaryFolder(), 'alice');
  const key = ['--home', home, '--key-file', `${home}.key`];
  await ghoststack('init', '--name', 'alice', ...key);
  const node = await startHeadless(...key, '--listen', '127.0.0.1:0', '--no-mdns');
  try {
    process.kill(node.pid, 'SIGSTOP');
    const answer = await callRunningNode(home, 'state.snapshot', {}, 1_500);
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(answer?.ok === false && answer.error.message).toMatch(/has not answered for 1\.5 s/);
    process.kill(node.pid, 'SIGCONT');
    expect(await callRunningNode(home, 'state.snapshot', {}, 30_000)).toMatchObject({ ok: true });
  } finally {
    process.kill(node.pid, 'SIGCONT');
    await node.stop();
  }
});
