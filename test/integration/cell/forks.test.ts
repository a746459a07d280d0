/** Members of a real cell go on in another one: who goes, who stays, who was away for all of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
import { goes, heldBy, liveOf, lives, proposalOf, until } from '../../support/cell/forking-members.ts';
import { scidOf } from '../../support/cell/keys-at-stake.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { setUp } from '../../support/set-up.ts';

let folder = '';
let maple: readonly LiveMember[] = [];
setUp('a cell of four', {
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-forks-'));
    maple = await liveCell(folder, ['alice', 'bob', 'carol', 'dave']);
  },
  clear: async () => {
    await Promise.all(maple.map((member) => member.stop()));
    maple = [];
    rmSync(folder, { recursive: true, force: true });
  },
  limitMs: 60_000,
});

test('three go on elsewhere while one is away, who is told; nobody is lost, and they are counted out by machine', async () => {
  const [alice, bob, carol, dave] = maple as [LiveMember, LiveMember, LiveMember, LiveMember];
  const parent = liveOf(alice).id;
  const daveScid = scidOf(dave);
  await dave.stop();

  // Exactly what goes along is said before.
  const ask = { with: [scidOf(bob), scidOf(carol)], follow: {} };
  expect(alice.node.cell.forks.preview(ask).members.map(({ name, balance }) => [name, balance])).toEqual([
    ['alice', 100],
    ['bob', 100],
    ['carol', 100],
  ]);
  const { cell } = alice.node.cell.forks.propose('Maple Street 2', ask);
  expect(proposalOf(alice, cell)).toMatchObject({ state: 'entered', awaited: ['bob', 'carol'] });
  expect(heldBy(alice, cell)).toMatchObject({ isLive: false, standing: 'awaiting' });

  await goes(bob, cell);
  await until(
    () => proposalOf(alice, cell)?.entered,
    (entered) => entered?.length === 2,
  );
  expect(liveOf(alice).id).toBe(parent);
  await goes(carol, cell);
  for (const member of [alice, bob, carol]) await lives(member, cell);
  for (const member of [alice, bob, carol]) {
    await until(
      () => heldBy(member, parent)?.standing,
      (standing) => standing === 'leaving',
    );
    expect(
      liveOf(member)
        .epoch()
        ?.members.map(({ alias }) => alias),
    ).toEqual(['alice', 'bob', 'carol']);
    expect(
      member.node.cell
        .trust()
        .view()
        ?.balances.map(({ balance }) => balance),
    ).toEqual([100, 100, 100]);
  }

  // They decide there as in any cell.
  const id = alice.node.cell.deciding().propose({ title: 'Here we are', text: '', open: true });
  for (const member of [bob, carol]) {
    await until(() => liveOf(member).log.book.ballotsOf(id).length, Boolean);
    member.node.cell.deciding().vote(id, 'APPROVE', null);
  }
  alice.node.cell.deciding().vote(id, 'APPROVE', null);
  await until(
    () => bob.node.cell.decisions().detail(id).state,
    (state) => state === 'passed',
  );

  // Who was away for all of it is told.
  await dave.start();
  const told = await until(
    () => heldBy(dave, parent)?.departures ?? [],
    (departures) => departures.length === 3,
  );
  expect(told.map(({ name, to, isCountedOut }) => [name, to?.name, isCountedOut]).sort()).toEqual([
    ['alice', 'Maple Street 2', false],
    ['bob', 'Maple Street 2', false],
    ['carol', 'Maple Street 2', false],
  ]);
  expect(liveOf(dave).id).toBe(parent);
  expect(dave.node.cell.held.view().map(({ id }) => id)).toEqual([parent]);
  expect(proposalOf(dave, cell)).toBeUndefined();

  // The conversation goes on, in the cell that both are in.
  const away = alice.send(dave, 'We are in Maple Street 2 now.');
  await until(
    () => alice.message(away, dave).state,
    (state) => state === 'delivered',
  );
  const back = dave.send(alice, 'I see.');
  await until(
    () => dave.message(back, alice).state,
    (state) => state === 'delivered',
  );
  const among = bob.send('broadcast', 'Only for those who are here.');
  await until(
    () => bob.message(among, 'broadcast').state,
    (state) => state === 'delivered',
  );
  expect(dave.received(bob, 'broadcast')).toEqual([]);

  // Their computers count there until they are counted out, and they are told that.
  dave.node.cell.held.countOut();
  await until(
    () => heldBy(dave, parent)?.members.length,
    (length) => length === 1,
  );
  for (const member of [alice, bob, carol])
    await until(
      () => heldBy(member, parent)?.standing,
      (standing) => standing === 'left',
    );
  expect(heldBy(alice, parent)?.keptUntilMs).toBeGreaterThan(alice.node.nowMs());
  expect(heldBy(dave, parent)?.departures.every(({ isCountedOut }) => isCountedOut)).toBe(true);
  expect(
    liveOf(dave)
      .epoch()
      ?.members.map(({ scid }) => scid),
  ).toEqual([daveScid]);

  // Its receipts stay readable.
  const page = { ...ANY_RECEIPT, before: null, limit: 5 };
  expect(alice.node.cell.shown.receipts(page, parent).receipts).toHaveLength(5);
}, 120_000);
