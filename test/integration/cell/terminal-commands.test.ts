import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let homes: CellHome[] = [];
afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  homes = [];
});

function home(folder: string, name: string): CellHome {
  const created = new CellHome(folder, name);
  homes.push(created);
  return created;
}

test('a cell is founded, an invitation taken back, a newcomer refused, and a message sent again', async () => {
  const folder = temporaryFolder();
  const [alice, bob] = [home(folder, 'alice'), home(folder, 'bob')];
  await alice.run('init', '--name', 'alice');
  await bob.run('init', '--name', 'bob');
  const withKey = (member: CellHome) => ['--home', member.home, '--key-file', member.keyFile];
  expect(await ghoststack('found', ...withKey(alice), 'Maple Street')).toMatchObject({
    name: 'Maple Street',
  });
  await alice.start();
  await bob.start();

  const { code } = await alice.run<{ code: string }>('invite');
  expect(await ghoststack('revoke', ...withKey(alice))).toMatchObject([{ code }]);
  await ghoststack('revoke', ...withKey(alice), code);
  expect(await ghoststack('revoke', ...withKey(alice))).toEqual([]);

  const invitation = await alice.run<{ code: string }>('invite');
  await bob.run('join', '--wait', '0', invitation.code);
  await pollUntil(
    () => alice.run<{ name: string }[]>('joins'),
    ({ length }) => length > 0,
  );
  expect(await ghoststack('refuse', ...withKey(alice), 'bob')).toEqual({ refused: 'bob' });
  await pollUntil(
    () => alice.run<unknown[]>('joins'),
    ({ length }) => length === 0,
  );

  const next = await alice.run<{ code: string }>('invite');
  await bob.run('join', '--wait', '0', next.code);
  await pollUntil(
    () => alice.run<{ name: string }[]>('joins'),
    ({ length }) => length > 0,
  );
  await alice.run('accept', 'bob');
  for (const member of [alice, bob]) {
    await pollUntil(
      // He has no cell before he has asked again.
      () => member.members().catch(() => []),
      ({ length }) => length === 2,
    );
  }

  // At any time later, by the same words on both sides; what is answered is a note of one's own.
  const compare = (member: CellHome, ...args: string[]) =>
    ghoststack('compare', ...withKey(member), ...args) as Promise<{
      words: string[];
      compared: { isOutdated: boolean } | null;
    }>;
  const hers = await compare(alice, 'bob');
  // She did so when she let him in.
  expect([hers.words.length, hers.compared?.isOutdated]).toEqual([12, false]);
  expect((await compare(bob, 'alice')).words).toEqual(hers.words);
  expect((await compare(alice, '--differ', 'bob')).compared).toBeNull();
  await expect(compare(alice, '--same', '--differ', 'bob')).rejects.toThrow('not both');
  expect((await compare(alice, '--same', 'Bob')).compared).toMatchObject({ isOutdated: false });
  const { cell } = await alice.ask('state.snapshot', {});
  expect(cell?.members.find(({ name }) => name === 'bob')?.compared).toMatchObject({ isOutdated: false });

  await bob.stop();
  const { id } = await alice.run<{ id: string }>('send', '--to', 'bob', 'Hello');
  await alice.run('cancel', id);
  const again = (await ghoststack('send-again', ...withKey(alice), id)) as { id: string };
  expect((await alice.queue()).map((message) => [message.id, message.state])).toEqual([
    [id, 'cancelled'],
    [again.id, 'queued'],
  ]);
});

test('where no node runs, nothing is said of others but when they were seen', async () => {
  const { alice, bob } = await twoMembers(temporaryFolder());
  homes.push(alice, bob);
  await pollUntil(
    () => bob.members(),
    (members) => members.some(({ state }) => state === 'inSync'),
  );
  await bob.stop();
  await bob.run('send', '--to', 'alice', 'Hello');
  const [hers] = await bob.members();
  expect(hers).toMatchObject({ name: 'alice', state: 'notRunning' });
  expect(hers?.reason).toMatch(
    /^Unknown, as no node runs in this home; last seen .*\. Messages that wait: 1\.$/,
  );
  expect(await bob.run('peers')).toMatchObject([{ name: 'alice', state: 'notRunning' }]);
  expect(await bob.queue()).toMatchObject([{ reason: 'Queued, no node runs in this home' }]);
});

test('a join that its command does not wait for is said to be asked again, and is', async () => {
  const folder = temporaryFolder();
  const [alice, bob] = [home(folder, 'alice'), home(folder, 'bob')];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await bob.run('init', '--name', 'bob');
  await alice.start();
  const { code } = await alice.run<{ code: string }>('invite');
  await expect(bob.run('join', '--wait', '8', code)).rejects.toThrow(
    /Waiting for alice to accept. No node runs in this home; once one does, it goes on asking: ghoststack start/,
  );
  expect(await bob.status()).toMatchObject({
    running: false,
    joining: { state: 'waiting', reason: 'It is asked again as soon as this node runs.' },
  });
  await alice.run('accept', 'bob');
  await bob.start();
  await pollUntil(
    () => bob.status(),
    ({ cell }) => cell !== null,
  );
});

test('a peer that was removed keeps its name where it was written to', async () => {
  const folder = temporaryFolder();
  const [alice, bob] = [home(folder, 'alice'), home(folder, 'bob')];
  for (const member of [alice, bob]) await member.run('init', '--name', member.name);
  const { did } = await bob.status();
  await alice.run('peer', 'add', '--did', did, '--name', 'bob');
  const { id } = await alice.run<{ id: string }>('send', '--to', 'bob', 'Hello');
  await alice.run('cancel', id);
  await alice.run('peer', 'remove', '--did', did);
  expect(await alice.queue()).toMatchObject([{ id, to: 'bob', state: 'cancelled' }]);
});

test('a port in use is said in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const folder = temporaryFolder();
  const alice = home(folder, 'alice');
  await alice.run('init', '--name', 'alice');
  const args = [
    '--home',
    alice.home,
    '--key-file',
    join(folder, 'alice.key'),
    '--listen',
    `127.0.0.1:${port}`,
  ];
  try {
    await expect(ghoststack('start', ...args)).rejects.toMatchObject({
      code: 1,
      stderr: `{"error":{"code":"unavailable","message":"This node cannot listen on 127.0.0.1:${port}: the port is in use. Close the program that uses it, or choose another."}}\n`,
    });
  } finally {
    taken.close();
  }
});

test('what is typed wrongly is answered in words, and everyone is called everyone', async () => {
  const folder = temporaryFolder();
  const [alice, bob] = [home(folder, 'alice'), home(folder, 'bob')];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await bob.run('init', '--name', 'bob');
  await expect(ghoststack('peer', 'add', '--did', 'x', '--name', 'zoe', '--home', bob.home)).rejects.toThrow(
    /Identity is shorter than 8 characters/,
  );
  await alice.start('--accept-joins');
  await bob.start();
  const { code } = await alice.run<{ code: string }>('invite');
  await bob.run('join', code);
  const said = (...args: string[]) =>
    ghoststack(...args, '--home', alice.home).then(
      () => '',
      ({ stderr }) => JSON.parse(stderr).error.message,
    );
  expect(await said('propose', '--title', 'Plant a tree')).toBe('There is no option --title.');
  expect(await said('send', 'Hello', '--to')).toBe('--to needs a value.');
  expect(await said('status', '--home=x', '--key-file')).toBe('--key-file needs a value.');
  expect(await said('send', '--to', 'bob', '')).toBe('A message needs a text.');

  await alice.run('send', '--to', 'everyone', 'Hello all');
  await pollUntil(
    () => bob.inbox(),
    (inbox) => inbox.some(({ text }) => text === 'Hello all'),
  );
  expect(await alice.queue()).toMatchObject([{ to: 'broadcast', reason: 'Delivered to 1 of 1' }]);
});
