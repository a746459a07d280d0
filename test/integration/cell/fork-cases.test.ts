/** What forks come to when somebody declines, is killed, comes late, goes back, was removed, or does what it must not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import {
  asked,
  goes,
  heldBy,
  liveOf,
  lives,
  proposalOf,
  propose,
  until,
} from '../../support/cell/forking-members.ts';
import { scidOf } from '../../support/cell/keys-at-stake.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';

const ABC = ['alice', 'bob', 'carol'];
let folder = '';
let maple: readonly LiveMember[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-fork-cases-'));
});
afterEach(async () => {
  await Promise.all(maple.map((member) => member.stop()));
  maple = [];
  rmSync(folder, { recursive: true, force: true });
});

async function cellOfThree(): Promise<[LiveMember, LiveMember, LiveMember]> {
  maple = await liveCell(folder, ABC);
  return maple as [LiveMember, LiveMember, LiveMember];
}

async function passed(by: LiveMember, id: string, votes: readonly [LiveMember, 'APPROVE' | 'REJECT'][]) {
  for (const [member, choice] of votes) {
    await until(() => liveOf(member).log.book.ballotsOf(id).length, Boolean);
    member.node.cell.deciding().vote(id, choice, null);
  }
  await until(
    () => by.node.cell.decisions().detail(id).state,
    (state) => state === 'passed',
  );
}

test('who declines is gone on without; who was stopped in between moves when it starts; both may come back', async () => {
  const [alice, bob, carol] = await cellOfThree();
  const parent = liveOf(alice).id;
  const first = propose(alice, 'Maple Street 2', [bob, carol]);
  await goes(bob, first);
  await asked(carol, first);
  carol.node.cell.forks.stay(first);
  for (const member of [alice, bob])
    expect(
      await until(
        () => proposalOf(member, first),
        (shown) => shown?.over != null,
      ),
    ).toMatchObject({ over: { why: 'stays', by: 'carol' } });
  await expect(carol.node.cell.forks.go(first)).rejects.toThrow(/not offered any more/);

  // Without her. The older one is withdrawn from by whoever is in another.
  const second = propose(alice, 'Maple Street 2', [bob]);
  await asked(bob, second);
  await until(
    () => proposalOf(bob, second)?.entered,
    (names) => names?.join() === 'alice',
  );
  await alice.stop();
  await bob.node.cell.forks.go(second);
  await lives(bob, second);
  await until(
    () => heldBy(bob, parent)?.standing,
    (standing) => standing === 'leaving',
  );
  await alice.start();
  await lives(alice, second);
  expect(heldBy(carol, parent)?.isLive).toBe(true);
  await until(
    () => heldBy(carol, parent)?.departures.map(({ name }) => name),
    (names) => names?.length === 2,
  );
  // Two of three are gone: those who stay are too few to decide.
  expect(carol.node.cell.forks.view().offers).toMatchObject([{ why: 'quorum' }]);
  expect(carol.node.cell.held.view()[0]?.mayCountOut).toBe(true);

  // A token that is given in one cell is none of the other's.
  alice.node.cell.trusting().transfer(scidOf(bob), 30, 'for the move');
  const there = () =>
    bob.node.cell
      .trust()
      .view()
      ?.balances.map(({ balance }) => balance);
  await until(there, (balances) => balances?.join() === '70,130');
  const kept = bob.node.cell.kept.find(({ id }) => id === parent);
  expect(kept?.trust.view()?.balances.find(({ name }) => name === 'bob')?.balance).toBe(100);

  await bob.node.cell.held.back();
  await lives(bob, parent);
  await until(() => heldBy(alice, second)?.isAlone, Boolean);
  await alice.node.cell.held.back();
  await lives(alice, parent);
  for (const member of [alice, bob, carol])
    await until(
      () => heldBy(member, parent)?.departures,
      (departures) => departures?.length === 0,
    );
  const id = carol.node.cell.deciding().propose({ title: 'All back', text: '', open: true });
  await passed(carol, id, [
    [alice, 'APPROVE'],
    [bob, 'APPROVE'],
    [carol, 'APPROVE'],
  ]);
}, 150_000);

test('who rejected what passed is offered to go for seven days, with those who voted alike', async () => {
  const [alice, bob, carol] = await cellOfThree();
  const id = alice.node.cell.deciding().propose({ title: 'Sell the shed', text: '', open: true });
  await passed(carol, id, [
    [alice, 'APPROVE'],
    [bob, 'APPROVE'],
    [carol, 'REJECT'],
  ]);
  const offers = () => carol.node.cell.forks.view().offers;
  const decidedAtMs = carol.node.cell.decisions().detail(id).decidedAtMs ?? 0;
  expect(offers()).toEqual([
    { why: 'rejected', about: 'P-3', proposal: id, untilMs: decidedAtMs + 7 * DAY_MS, suggested: [] },
  ]);
  expect(bob.node.cell.forks.view().offers).toEqual([]);
  carol.aheadMs = 7 * DAY_MS;
  expect(offers()).toEqual([]);

  // Alone, she lives there at once; nobody is asked, and the receipts of the cell that she left stay readable.
  carol.aheadMs = 0;
  const parent = liveOf(carol).id;
  const own = propose(carol, 'Carol’s Corner', []);
  await lives(carol, own);
  expect(
    liveOf(carol)
      .epoch()
      ?.members.map(({ alias }) => alias),
  ).toEqual(['carol']);
  await until(
    () => heldBy(alice, parent)?.departures.map(({ name, to }) => [name, to?.name]),
    (gone) => JSON.stringify(gone) === JSON.stringify([['carol', 'Carol’s Corner']]),
  );
  // She is counted out although she never comes back to it: by the computers of all three.
  alice.node.cell.held.countOut();
  await until(
    () => heldBy(carol, parent)?.standing,
    (standing) => standing === 'left',
  );
  await expect(carol.node.cell.held.back()).rejects.toThrow(/counted out of Maple Street/);
  // 30 days later it is not kept in touch with any more.
  carol.aheadMs = 31 * DAY_MS;
  await carol.stop();
  await carol.start();
  await until(
    () => heldBy(carol, parent),
    (held) => held === undefined,
  );
  await lives(carol, own);
}, 120_000);
