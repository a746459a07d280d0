/**
 * More members than a cell can bear sign two certificates for one slot: two of four, whose homes were copied whole and run
 * on both sides of a split. Both honest ones are told, and a branch that says which of the two it follows ends it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { commandOf } from '../../support/cell/command-of-member.ts';
import {
  aliasesIn,
  goes,
  heldBy,
  liveOf,
  lives,
  proposalOf,
  propose,
  until,
} from '../../support/cell/forking-members.ts';
import {
  allMeet,
  allSay,
  approve,
  inEnglishOf,
  oneHistory,
  scidOf,
  signs,
  stateOf,
  wholeCopyOf,
} from '../../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';

const DEADLINE_MS = 600_000;

/** They meet without the others, vote alike, and wait in vain for who is not there. */
async function decideApart(id: string, choice: Choice, members: readonly LiveMember[]): Promise<void> {
  for (const member of members) await member.start();
  await allMeet(members);
  for (const member of members) {
    await signs(member);
    member.node.cell.deciding().vote(id, choice, null);
  }
  await until(
    () =>
      members.map(
        (one) =>
          one.node.cell
            .decisions()
            .detail(id)
            .seats.filter((seat) => seat.choice === choice).length,
      ),
    (counts) => counts.every((count) => count === members.length),
  );
  for (const member of members) member.aheadMs = DEADLINE_MS + 60_000;
  for (const member of members) member.node.cell.deciding().comment(id, 'It is late.');
  await allSay(id, choice === 'APPROVE' ? 'passed' : 'failed', members);
  for (const member of members) await member.stop();
}

test('two of four sign two certificates of one vote; a branch that follows one of them has one history and votes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-fork-twice-'));
  const started: LiveMember[] = [];
  const make = (name: string): LiveMember => {
    const member = new LiveMember(folder, name);
    member.stateFolder = `${member.home}'s state`;
    return member;
  };
  try {
    const maple = await liveCell(folder, ['alice', 'bob', 'carol', 'dave'], {
      make,
      deadlineMs: DEADLINE_MS,
    });
    started.push(...maple);
    const [alice, bob, carol, dave] = maple as [LiveMember, LiveMember, LiveMember, LiveMember];
    const parent = liveOf(alice).id;
    const id = alice.node.cell.deciding().propose({ title: 'Sell the shed', text: '', open: true });
    await until(
      () => maple.map((member) => stateOf(member, id)),
      (states) => states.every((state) => state === 'voting'),
    );
    const { label } = alice.node.cell.decisions().detail(id);
    for (const member of maple) await member.stop();
    const twins = [carol, dave].map((member) => wholeCopyOf(member, folder, `${member.name} twice`));
    started.push(...twins);
    await decideApart(id, 'APPROVE', [alice, carol, dave]);
    await decideApart(id, 'REJECT', [bob, ...twins]);

    // The honest two meet: both are told of both, and who signed twice.
    const honest = [alice, bob];
    for (const member of honest) await member.start();
    const [[twice] = []] = await until(
      () => honest.map(({ node }) => node.cell.forks.view().twice),
      (all) => all.every((one) => one.length === 1),
    );
    expect(twice).toMatchObject({ label, proposal: id });
    expect(twice?.choices.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'passed']);
    for (const member of honest) {
      expect(member.node.cell.forks.view().twice).toEqual([twice]);
      expect(member.node.cell.forks.view().offers).toMatchObject([{ why: 'twice', about: label }]);
      expect(stateOf(member, id)).toBe('forked');
      await until(
        () => liveOf(member).view([])?.forked.toSorted(),
        (names) => names?.join() === 'carol,dave',
      );
    }

    // Whoever signed twice is told so here, and enters no branch that it is asked along to, started again or not.
    const elm = propose(alice, 'Elm Street', [bob, carol]);
    for (const _ of ['first', 'again']) {
      await carol.start();
      await until(
        () => [inEnglishOf(carol), proposalOf(carol, elm)?.state].join(': '),
        (told) => /older copy of your node.*until dave has answered.: asked$/.test(told),
      );
      await expect(carol.node.cell.forks.go(elm)).rejects.toThrow(/older copy of your node/);
      expect(proposalOf(carol, elm)?.waitsFor).not.toBeNull();
      expect(heldBy(carol, elm)?.isLive).toBe(false);
      await carol.stop();
    }
    expect(proposalOf(alice, elm)?.entered).toEqual(['alice']);

    // A key that is none of the two is not followed.
    const slot = twice?.slot ?? '';
    const ask = (key: string) => ({ with: [scidOf(bob)], follow: { [slot]: key } });
    const other = `${'0'.repeat(64)}:${'0'.repeat(64)}`;
    expect(() => alice.node.cell.forks.propose('Maple Street 2', ask(other))).toThrow(/not one of two/);
    await expect(
      commandOf(alice, 'fork', '--with', 'bob', '--follow', `${label}=expired`, 'Maple Street 2'),
    ).rejects.toThrow(/passed/);

    const words = ['--with', 'bob', '--follow', `${label}=passed`, 'Maple Street 2'];
    const { cell } = (await commandOf(alice, 'fork', ...words)) as { cell: string };
    const passed = twice?.choices.find(({ outcome }) => outcome === 'passed')?.key;
    const follows = [{ slot, key: passed, label, outcome: 'passed' }];
    await until(
      () => proposalOf(bob, cell)?.carried.follows,
      (shown) => JSON.stringify(shown) === JSON.stringify(follows),
    );
    await goes(bob, cell);
    for (const member of honest) await lives(member, cell);

    // One history there, in which one certificate counts, whoever still holds both of the parent's.
    await oneHistory(honest);
    for (const member of honest) {
      expect(aliasesIn(member)).toEqual(['alice', 'bob']);
      expect(liveOf(member).log.book.fork()?.slots).toEqual({ [slot]: passed });
      expect(member.node.cell.forks.view().twice).toEqual([]);
      expect(member.node.cell.kept.map(({ id }) => id).filter((id) => id !== elm)).toEqual([parent]);
    }
    const next = bob.node.cell.deciding().propose({ title: 'Mend the fence', text: '', open: true });
    await approve(next, alice, bob);
    await allSay(next, 'passed', honest);
    await oneHistory(honest);
  } finally {
    await Promise.all(started.map((member) => member.stop().catch(() => undefined)));
    rmSync(folder, { recursive: true, force: true });
  }
}, 150_000);
