import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callRunningNode } from '../../electron/host/running-node.ts';
import { ghoststack, ghoststackGiven, startHeadless } from '../support/headless-node.ts';
import { makePeer } from '../support/operator-story.ts';
import { pollUntil } from '../support/poll-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PASSPHRASE = 'correct horse battery';

interface Held {
  readonly state: string;
  readonly reason: string;
}

test('a locked node signs, sends and takes nothing; what members send waits with them until it is unlocked', async () => {
  const folder = temporaryFolder();
  const home = join(folder, 'bob');
  const passphrase = join(folder, 'passphrase');
  writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
  await ghoststack('init', '--home', home, '--name', 'bob', '--passphrase-file', passphrase);
  const node = await startHeadless(
    ...['--home', home, '--passphrase-file', passphrase, '--listen', '127.0.0.1:0', '--no-mdns'],
  );
  onTestFinished(() => node.stop());
  const alice = await makePeer(folder, 'alice');
  await ghoststack('peer', 'add', '--home', home, '--did', alice.did, '--name', 'alice');
  await alice.meets(node.ready.did ?? '', 'bob');
  await alice.start();
  onTestFinished(() => alice.stop());
  const address = node.ready.listen[0] ?? '';
  await callRunningNode(alice.home, 'peers.update', { did: node.ready.did, address });

  expect(await ghoststack('lock', '--home', home)).toEqual({ locked: true, running: true });
  const answer = await callRunningNode(home, 'state.snapshot', {});
  expect(answer).toMatchObject({ ok: true, value: { phase: 'locked' } });
  await expect(ghoststack('send', '--home', home, '--to', 'alice', 'Not now')).rejects.toThrow(/locked/);
  await ghoststack('send', '--home', alice.home, '--to', 'bob', 'For later');
  const [held] = (await ghoststack('queue', '--home', alice.home)) as Held[];
  expect(held?.state).toBe('queued');
  expect(await ghoststack('inbox', '--home', home)).toEqual([]);

  await expect(ghoststack('lock', '--home', alice.home)).rejects.toThrow(/passphrase protects/);

  await expect(ghoststackGiven('', 'unlock', '--home', home)).rejects.toThrow(/No passphrase was entered/);
  await expect(ghoststackGiven(`${PASSPHRASE}!\n`, 'unlock', '--home', home)).rejects.toThrow(
    /does not open the key/,
  );
  expect(await ghoststack('inbox', '--home', home)).toEqual([]);
  expect(await ghoststackGiven(`${PASSPHRASE}\nmore`, 'unlock', '--home', home)).toEqual({
    unlocked: true,
    was: 'locked',
  });
  expect(await ghoststackGiven('', 'unlock', '--home', home)).toEqual({ unlocked: true, was: 'open' });
  // It listens at a port that was chosen for it, so alice is told where it is now.
  const now = await callRunningNode(home, 'state.snapshot', {});
  const listens = (now as { value: { me: { addresses: string[] } } }).value.me.addresses[0];
  await callRunningNode(alice.home, 'peers.update', { did: node.ready.did, address: listens });
  await callRunningNode(alice.home, 'peers.syncNow', { did: null });
  const inbox = await pollUntil(
    () => ghoststack('inbox', '--home', home) as Promise<unknown[]>,
    ({ length }) => length > 0,
  );
  expect(inbox).toMatchObject([{ from: 'alice', text: 'For later' }]);

  await node.stop();
  expect(await ghoststack('lock', '--home', home)).toEqual({ locked: true, running: false });
  await expect(ghoststackGiven(PASSPHRASE, 'unlock', '--home', home)).rejects.toThrow(/No node runs/);
});
