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
