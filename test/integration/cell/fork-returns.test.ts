/** Who enters a branch after it was removed from the parent, and who enters from an older copy of its home. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  aliasesIn,
  asked,
  goes,
  heldBy,
  liveOf,
  lives,
  proposalOf,
  propose,
  until,
} from '../../support/cell/forking-members.ts';
import {
  allSay,
  approve,
  LIMIT_MS,
  oneHistory,
  scidOf,
  signs,
  wholeCopyOf,
} from '../../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder = '';
let started: LiveMember[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-fork-returns-'));
});
afterEach(async () => {
  await Promise.all(started.map((member) => member.stop().catch(() => undefined)));
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

async function decide(by: LiveMember, members: readonly LiveMember[], title: string): Promise<void> {
  const id = by.node.cell.deciding().propose({ title, text: '', open: true });
  await approve(id, ...members);
  await allSay(id, 'passed', members);
}

test('who was removed after the branch was written may come along, and the others are told of it', async () => {
  started = await liveCell(folder, ['alice', 'bob', 'carol', 'dave']);
  const [alice, bob, carol, dave] = started as [LiveMember, LiveMember, LiveMember, LiveMember];
  const parent = liveOf(alice).id;
  const cell = propose(alice, 'Maple Street 2', [bob, dave]);
  for (const member of [bob, dave]) await asked(member, cell);
  expect(proposalOf(bob, cell)?.removed).toEqual([]);
  const removal = carol.node.cell.deciding().proposeRemoval(scidOf(dave), '');
  await approve(removal, alice, bob, carol);
  await until(
    () => [heldBy(dave, parent)?.standing, proposalOf(bob, cell)?.removed.join()],
    ([standing, removed]) => standing === 'removed' && removed === 'dave',
  );
  expect(() => alice.node.cell.forks.propose('Elm Street', { with: [scidOf(dave)], follow: {} })).toThrow(
    /member/,
  );

  await goes(dave, cell);
  await goes(bob, cell);
  const there = [alice, bob, dave];
  for (const member of there) await lives(member, cell);
  for (const member of there) expect(aliasesIn(member)).toEqual(['alice', 'bob', 'dave']);
  await decide(dave, there, 'Here we are');
  await oneHistory(there);
  expect(heldBy(dave, parent)?.standing).toBe('removed');
  await until(
    () => heldBy(carol, parent)?.departures.map(({ name }) => name),
    (names) => names?.toSorted().join() === 'alice,bob',
  );
}, 150_000);

test('an older copy of a home that had entered enters no second time, and goes on in a new generation', async () => {
  const make = (name: string): LiveMember => {
    const member = new LiveMember(folder, name);
    member.stateFolder = `${member.home}'s state`;
    return member;
  };
  started = await liveCell(folder, ['alice', 'bob', 'carol'], { make });
  const [alice, bob, carol] = started as [LiveMember, LiveMember, LiveMember];
  const cell = propose(alice, 'Maple Street 2', [bob, carol]);
  for (const member of [bob, carol]) await asked(member, cell);
  await bob.stop();
  const restored = wholeCopyOf(bob, folder, 'bob again');
  await bob.start();
  await goes(bob, cell);
  await until(
    () => [alice, carol].map((member) => proposalOf(member, cell)?.entered.toSorted().join()),
    (all) => all.every((names) => names === 'alice,bob'),
  );
  const enters = (member: LiveMember) =>
    [...(member.node.cell.kept.find(({ id }) => id === cell) ?? liveOf(member)).log.graph.nodes()]
      .filter(({ entry }) => entry.kind === 'enter' && entry.author === scidOf(bob))
      .map(({ hash }) => hash);
  const [entered] = enters(alice);
  await bob.stop();

  // A whole computer that was put back cannot tell; nobody has told it anything yet, and it may have entered before.
  await Promise.all([alice, carol].map(({ node }) => node.setOnline(false)));
  await restored.start();
  started.push(restored);
  expect(proposalOf(restored, cell)).toMatchObject({ state: 'asked' });
  await expect(restored.node.cell.forks.go(cell)).rejects.toThrow(/online/);
  await Promise.all([alice, carol].map(({ node }) => node.setOnline(true)));
  await until(
    () => proposalOf(restored, cell)?.state,
    (state) => state === 'entered',
  );
  await restored.node.cell.forks.go(cell);
  await goes(carol, cell);
  const there = [alice, restored, carol];
  for (const member of there) await lives(member, cell);
  await signs(restored);
  await pollUntil(
    () => there.map(enters),
    (all) => all.every((one) => one.join() === entered),
    LIMIT_MS,
  );
  await decide(restored, there, 'Here we are');
  await oneHistory(there);
  const written = liveOf(alice).log.graph.heads(scidOf(bob));
  expect(written.every(({ entry }) => entry.gen > 0)).toBe(true);
}, 150_000);
