import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { approve, decide, decided, namesIn, quickCell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-restored-'));
  homes = ['alice', 'bob', 'carol', 'dave'].map((name) => new CellHome(folder, name));
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('three of four remove the one whose machine is lost, although one of the three was restored before', async () => {
  await quickCell(homes);
  const [alice, bob, carol, dave] = homes as [CellHome, CellHome, CellHome, CellHome];
  await bob.stop();
  const backup = join(folder, 'yesterday');
  cpSync(bob.home, backup, { recursive: true });
  await bob.start();
  await decide([bob, alice, carol, dave]);
  await bob.stop();
  rmSync(bob.home, { recursive: true });
  cpSync(backup, bob.home, { recursive: true });
  await bob.start();

  const noted = (home: CellHome) => async () =>
    (await snapshot(home)).proposals.find(({ title }) => title === 'Note the restore of bob')?.state;
  await pollUntil(noted(alice), (state) => state === 'expired', 60_000);

  await dave.stop();
  const scid = (await snapshot(alice)).cell?.members.find(({ name }) => name === 'dave')?.scid ?? '';
  const { id } = await alice.ask('governance.proposeRemoval', { scid, text: 'It fell into the sea.' });
  const rest = [alice, bob, carol];
  await approve(rest, id);
  await decided(rest, id);
  for (const home of rest) await namesIn(home, ['alice', 'bob', 'carol']);
  expect((await snapshot(bob)).cell?.forked).toEqual([]);
});
