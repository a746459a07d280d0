import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-leaving-'));
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice, bob].map((home) => home?.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('a member leaves its cell: it proposes so itself, and the members decide', async () => {
  const { id } = await bob.run<{ id: string }>('remove', '--description', 'I move away.', 'bob');
  await pollUntil(
    () => alice.run<{ id: string }[]>('proposals'),
    (proposals) => proposals.some((proposal) => proposal.id === id),
  );
  for (const home of [alice, bob]) await home.run('vote', id, 'approve');
  const known = async (): Promise<string[]> => (await alice.members()).map(({ name }) => name);
  await pollUntil(known, (names) => !names.includes('bob'), 30_000);
  expect((await alice.status()).forked).toEqual([]);
  await alice.run('propose', 'What is left to do');
});

test('who has left writes to nobody there, and names those whom it wrote to from its next cell', async () => {
  const hello = await bob.run<{ id: string }>('send', '--to', 'alice', 'Hello');
  await alice.run('send', '--to', 'bob', 'Hello Bob');
  await pollUntil(
    () => Promise.all([bob.queue(), bob.inbox()]),
    ([queue, inbox]) => queue[0]?.state === 'delivered' && inbox.length === 1,
  );
  await alice.kill();
  const late = await bob.run<{ id: string }>('send', '--to', 'alice', 'Are you there?');
  await bob.run('cancel', late.id);
  await alice.start();
  const { id } = await bob.run<{ id: string }>('remove', 'bob');
  await pollUntil(
    () => alice.run<{ id: string }[]>('proposals'),
    (proposals) => proposals.some((proposal) => proposal.id === id),
  );
  for (const home of [alice, bob]) await home.run('vote', id, 'approve');
  await pollUntil(
    () => bob.run<{ signingBarred: string | null }>('status'),
    ({ signingBarred }) => signingBarred !== null,
    30_000,
  );
  await expect(bob.run('send', '--to', 'alice', 'Wait')).rejects.toThrow(
    /no longer a member of Maple Street/,
  );
  await expect(bob.run('send-again', late.id)).rejects.toThrow(/no longer a member of Maple Street/);

  await bob.run('found', 'Oak Street');
  await expect(bob.run('send-again', late.id)).rejects.toThrow(/no member now/);
  expect(await bob.queue()).toMatchObject([
    { id: hello.id, to: 'alice', state: 'delivered' },
    { id: late.id, to: 'alice', state: 'cancelled' },
  ]);
  expect(await bob.inbox()).toMatchObject([{ from: 'alice', text: 'Hello Bob' }]);
});
