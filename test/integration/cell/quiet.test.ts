import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

/** How often a member goes and comes back while it is watched that nobody writes. */
const MEETINGS = 5;

let folder: string;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-quiet-'));
  homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const snapshotOf = (home: CellHome) => home.ask('state.snapshot', {});
const receiptsOf = async (home: CellHome) => (await snapshotOf(home)).cell?.receipts ?? 0;

/** When a member last heard of each what it holds. */
const heardOf = async (home: CellHome) =>
  (await snapshotOf(home)).holdings?.asOfMs.map((atMs) => atMs ?? 0) ?? [];
/** Only with carol, the third, is there anything new to hear. */
const isHeard = (order: number, of: number) => order === of || (order !== 2 && of !== 2);

/** The one number of receipts that all hold. */
async function agreed(): Promise<number> {
  const [count] = await pollUntil(
    () => Promise.all(homes.map(receiptsOf)),
    (counts) => new Set(counts).size === 1,
    30_000,
  );
  return count ?? 0;
}

test('nobody writes when nobody acts and no timer is due, however often members meet', async () => {
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await Promise.all([bob, carol].map((home) => home.run('init', '--name', home.name)));
  await Promise.all(homes.map((home) => home.start('--accept-joins')));
  for (const home of [bob, carol]) {
    const { code } = await alice.act<{ code: string }>('invite');
    await home.act('join', code);
  }
  const { id } = await alice.act<{ id: string }>('propose', 'Paint the shed');
  for (const home of homes) {
    await pollUntil(
      async () => (await snapshotOf(home)).proposals.some((row) => row.id === id),
      (here) => here,
    );
    await home.act('vote', id, 'approve');
  }
  for (const home of homes) {
    await pollUntil(
      async () => (await snapshotOf(home)).proposals.find((row) => row.id === id)?.state,
      (state) => state === 'passed',
      30_000,
    );
  }
  // What the last to hear of the certificate still confirms belongs to the vote.
  let before = await agreed();
  before = await pollUntil(agreed, (count) => {
    const rests = count === before;
    before = count;
    return rests;
  });

  for (let meeting = 0; meeting < MEETINGS; meeting += 1) {
    const heardBefore = await Promise.all(homes.map(heardOf));
    await carol.ask('me.setOnline', { online: false });
    expect(await carol.status()).toMatchObject({ running: true, online: false });
    await pollUntil(
      async () => (await alice.members()).find(({ name }) => name === 'carol')?.state,
      (state) => state !== 'inSync',
    );
    await carol.ask('me.setOnline', { online: true });
    // Each has told the other what it holds, and got what it lacked.
    for (const [order, home] of homes.entries()) {
      await pollUntil(
        () => heardOf(home),
        (heard) => heard.every((atMs, of) => isHeard(order, of) || atMs > (heardBefore[order]?.[of] ?? 0)),
        30_000,
      );
    }
    expect(await agreed()).toBe(before);
  }
  for (const home of homes) {
    const { problem, cell } = await snapshotOf(home);
    expect(problem).toBeNull();
    expect(cell?.forked).toEqual([]);
  }
});
