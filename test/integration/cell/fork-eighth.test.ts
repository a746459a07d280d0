/** Seven members and an eighth who asks: four stay, three go on elsewhere, and the eighth joins these. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  aliasesIn,
  goes,
  heldBy,
  liveOf,
  lives,
  propose,
  until,
} from '../../support/cell/forking-members.ts';
import { allSay, approve, oneHistory } from '../../support/cell/keys-at-stake.ts';
import { LiveMember, liveCell } from '../../support/cell/live-member.ts';

const SIX = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

async function decide(members: readonly LiveMember[], title: string): Promise<void> {
  const [first] = members as [LiveMember];
  const id = first.node.cell.deciding().propose({ title, text: '', open: true });
  await approve(id, ...members);
  await allSay(id, 'passed', members);
}

const askerOf = (member: LiveMember, { name }: LiveMember) =>
  liveOf(member)
    .admissions.requests()
    .find((request) => request.name === name);

/** Once it is asked, it agrees. */
async function letIn(member: LiveMember, newcomer: LiveMember): Promise<void> {
  const asker = await until(() => askerOf(member, newcomer), Boolean);
  member.node.cell.answerJoin(asker?.scid ?? '', true);
}

test('an eighth asks a full cell, which offers a fork; three and the eighth go on there, four here', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-fork-eighth-'));
  const started: LiveMember[] = [];
  try {
    const make = (name: string): LiveMember => {
      const member = new LiveMember(folder, name);
      // Whoever lets nobody in without a look shows who asks.
      member.acceptsAll = name !== 'frank';
      return member;
    };
    const six = await liveCell(folder, SIX, { make });
    started.push(...six);
    const [alice, bob, carol, dave, erin, frank] = six as [
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
      LiveMember,
    ];
    const [grace, heidi] = ['grace', 'heidi'].map((name) => new LiveMember(folder, name)) as [
      LiveMember,
      LiveMember,
    ];
    started.push(grace, heidi);
    await Promise.all([grace.start(), heidi.start()]);
    const parent = liveOf(alice).id;
    // One invitation was out already when the last seat was taken.
    const { code } = frank.node.cell.invite(1);
    await Promise.all([grace.join(bob), letIn(frank, grace)]);
    await until(
      () => six.map((member) => aliasesIn(member).length),
      (counts) => counts.every((count) => count === 7),
    );
    expect(() => frank.node.cell.invite(1)).toThrow(/7/);
    heidi.node.cell.join(code, false);
    await until(
      () => frank.node.cell.forks.view().offers,
      (offers) => offers.length > 0,
    );
    expect(frank.node.cell.forks.view().offers).toMatchObject([{ why: 'full', about: 'heidi' }]);
    expect(() => frank.node.cell.answerJoin(askerOf(frank, heidi)?.scid ?? '', true)).toThrow(/7/);
    expect(alice.node.cell.forks.view().offers).toEqual([]);

    const cell = propose(frank, 'Maple Street 2', [bob, carol]);
    for (const member of [bob, carol]) await goes(member, cell);
    const there = [bob, carol, frank];
    for (const member of there) await lives(member, cell);
    expect(frank.node.cell.forks.view().offers).toEqual([]);

    // What was an invitation to the parent is none any more: she comes by one of the branch.
    heidi.node.cell.cancelJoin();
    await Promise.all([heidi.join(frank), letIn(frank, heidi)]);
    await until(
      () => [...there, heidi].map((member) => aliasesIn(member).join()),
      (all) => all.every((names) => names === 'bob,carol,frank,heidi'),
    );
    expect(liveOf(heidi).id).toBe(cell);
    await decide([heidi, ...there], 'Here we are');
    await oneHistory([heidi, ...there]);

    // Those who stay count the others out, and a seat is free.
    const here = [alice, dave, erin, grace];
    await until(
      () => heldBy(dave, parent)?.departures.length,
      (departures) => departures === 3,
    );
    dave.node.cell.held.countOut();
    await until(
      () => here.map((member) => aliasesIn(member).join()),
      (all) => all.every((names) => names === 'alice,dave,erin,grace'),
    );
    await decide(here, 'We stay');
    await oneHistory(here);
    expect(dave.node.cell.invite(1).code).not.toBe('');
  } finally {
    await Promise.all(started.map((member) => member.stop().catch(() => undefined)));
    rmSync(folder, { recursive: true, force: true });
  }
}, 200_000);
