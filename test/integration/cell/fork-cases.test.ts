/** What forks come to when somebody declines, is killed, comes late, goes back, was removed, or does what it must not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
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

/** Page by page, each by itself, and as the file that others check. */
function readsAll(member: LiveMember, cell: string, size: number): void {
  const { shown } = member.node.cell;
  const page = shown.receipts({ ...ANY_RECEIPT, before: null, limit: 500 }, cell);
  expect(page.receipts).toHaveLength(size);
  const [{ hash } = { hash: '' }] = page.receipts;
  expect(shown.receipt(hash, cell).hash).toBe(hash);
  expect(JSON.parse(shown.raw(hash, cell).json)).toHaveProperty('entry');
  // The first line of a log file tells what it is.
  expect(shown.export(cell).text.trim().split('\n').length).toBeGreaterThanOrEqual(size);
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

  // What is not kept in touch with any more by hand stays readable as well, also after a start; what never lived is not told.
  alice.node.cell.held.forget(second);
  const receipts = heldBy(alice, second)?.receipts ?? 0;
  expect(receipts).toBeGreaterThan(3);
  readsAll(alice, second, receipts);
  await alice.stop();
  await alice.start();
  readsAll(alice, second, receipts);
  expect(alice.node.cell.kept.map((cell) => cell.id)).not.toContain(second);
  expect(carol.node.cell.held.view().map((cell) => cell.id)).toEqual([parent]);
  expect(() => alice.node.cell.held.forget(second)).toThrow(/hold/);
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
  // 30 days later it is not kept in touch with any more, and its receipts are all there.
  const receipts = heldBy(carol, parent)?.receipts ?? 0;
  carol.aheadMs = 31 * DAY_MS;
  await carol.stop();
  await carol.start();
  await until(
    () => carol.node.cell.kept,
    (kept) => kept.length === 0,
  );
  await lives(carol, own);
  expect(heldBy(carol, parent)).toMatchObject({ isLive: false, standing: 'left', use: null, receipts });
  expect(heldBy(carol, parent)?.keptUntilMs).toBeLessThan(carol.node.nowMs());
  readsAll(carol, parent, receipts);
  await expect(carol.node.cell.held.use(parent)).rejects.toThrow(/hold/);
}, 120_000);
