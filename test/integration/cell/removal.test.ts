import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome, type StatusLine } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly myVote: { readonly fate: string } | null;
}

let folder: string;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-removal-'));
  homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const rowOf = async (home: CellHome, title: string): Promise<Row | undefined> =>
  (await home.run<Row[]>('proposals')).find((row) => row.title === title);
const decided = (home: CellHome, title: string) =>
  pollUntil(
    () => rowOf(home, title),
    (row) => row?.state === 'passed',
    30_000,
  );
const namesIn = async (home: CellHome) => (await home.members()).map(({ name }) => name);

test('a member that is removed by the others learns it and what became of its vote, and can come back', async () => {
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await Promise.all([bob, carol].map((home) => home.run('init', '--name', home.name)));
  await Promise.all(homes.map((home) => home.start('--accept-joins')));
  for (const home of [bob, carol]) {
    const { code } = await alice.act<{ code: string }>('invite');
    await home.act('join', code);
  }

  const { id } = await alice.run<Row>('remove', 'carol', '--description', 'Her laptop was lost.');
  for (const home of [carol, bob]) {
    await pollUntil(
      () => rowOf(home, 'Remove carol'),
      (row) => row?.state === 'voting',
    );
    // To let newcomers in without asking is not to agree to this.
    expect((await rowOf(home, 'Remove carol'))?.myVote).toBeNull();
  }
  await carol.act('vote', id, 'reject');
  for (const home of [alice, bob]) await home.act('vote', id, 'approve');

  for (const home of homes) await decided(home, 'Remove carol');
  expect((await rowOf(carol, 'Remove carol'))?.myVote?.fate).toBe('counted');
  expect(await namesIn(alice)).toEqual(['alice', 'bob']);
  expect(await namesIn(carol)).toEqual(['alice', 'bob']);
  await expect(carol.act('propose', 'I am still here')).rejects.toThrow(/no longer a member of Maple Street/);
  const hashes = await Promise.all(homes.map((home) => home.run<StatusLine>('status')));
  expect(new Set(hashes.map(({ stateHash }) => stateHash)).size).toBe(1);

  // She comes back as she came: by an invitation, and under her old identity.
  const { code } = await bob.act<{ code: string }>('invite');
  await carol.act('join', code);
  for (const home of homes) {
    await pollUntil(
      () => namesIn(home),
      (names) => names.join() === 'alice,bob,carol',
    );
  }
  await carol.act('propose', 'I am back');
  await pollUntil(
    () => rowOf(alice, 'I am back'),
    (row) => row?.state === 'voting',
  );
});

test('a member that was removed while it was away, and does not know it, comes back by an invitation', async () => {
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street', '--shortest-deadline', '3');
  await Promise.all([bob, carol].map((home) => home.run('init', '--name', home.name)));
  await Promise.all(homes.map((home) => home.start('--accept-joins')));
  for (const home of [bob, carol]) {
    const { code } = await alice.act<{ code: string }>('invite');
    await home.act('join', code);
  }
  const quicker = await alice.run<Row>('rules', '--deadline', '4', '--grace', '1', '--turn', '2');
  for (const home of homes) {
    await pollUntil(
      () => rowOf(home, 'Change the rules of the cell'),
      (row) => row?.state === 'voting',
    );
    await home.act('vote', quicker.id, 'approve');
  }
  for (const home of homes) await decided(home, 'Change the rules of the cell');

  await carol.stop();
  const { id } = await alice.run<Row>('remove', 'carol');
  await alice.act('vote', id, 'approve');
  await pollUntil(
    () => rowOf(bob, 'Remove carol'),
    (row) => row?.state === 'voting',
  );
  await bob.act('vote', id, 'approve');
  for (const home of [alice, bob]) await decided(home, 'Remove carol');

  await carol.start();
  await pollUntil(
    () => carol.members(),
    (members) => members.filter(({ state }) => state === 'refused').length === 2,
  );
  expect(await namesIn(carol)).toEqual(['alice', 'bob', 'carol']);
  await carol.act('propose', 'Nobody hears this');
  const { code } = await bob.act<{ code: string }>('invite');
  await carol.act('join', code);
  await pollUntil(
    () => namesIn(alice),
    (names) => names.join() === 'alice,bob,carol',
  );
  await pollUntil(
    () => Promise.all(homes.map(async (home) => (await home.run<StatusLine>('status')).stateHash)),
    (hashes) => new Set(hashes).size === 1,
  );
  expect(await rowOf(carol, 'Remove carol')).toMatchObject({ state: 'passed' });
  // Whoever is a member for all who are there has nothing to ask.
  await carol.act('join', '--wait', '0', (await alice.act<{ code: string }>('invite')).code);
  expect(await carol.run('status')).toMatchObject({ joining: null });
});
