import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import type { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { HOUR_MS, LONG_MS, meet, pass, titles } from '../../support/cell/local-days.ts';

let cell: LocalCell;
let members: readonly [LocalMember, LocalMember, LocalMember, LocalMember];
let honest: readonly [LocalMember, LocalMember, LocalMember];

beforeEach(async () => {
  vi.useFakeTimers();
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of ['bob', 'carol', 'mallory']) await cell.admit({ name });
  members = cell.members as typeof members;
  honest = [members[0], members[1], members[2]];
});
afterEach(() => {
  cell.close();
  vi.useRealTimers();
});

/** mallory opens a ballot in the slot before anybody else does; then her removal is proposed, and approved by three. */
function removeAfter(ms: number): string {
  const [alice, , , mallory] = members;
  const hers = mallory.decisions.proposeRules({ f: 0 }, '');
  meet(...members);
  pass(ms, ...members);
  const id = alice.decisions.proposeRemoval(mallory.identity.scid, '');
  meet(...members);
  for (const voter of honest) voter.decisions.vote(id, 'APPROVE', null);
  meet(...members);
  return hers;
}

function expectRemoved(): void {
  expect(titles(members[0])).toContain('Remove mallory: passed');
  expect(members.map(({ epoch }) => epoch.members.length)).toEqual([3, 3, 3, 3]);
}

test('of two changes that are ripe, the one that most members approve is proposed, not the one that was first', () => {
  removeAfter(0);
  pass(LONG_MS, ...members);
  expectRemoved();
});

test('a change that is ripe waits for one that most members approve, until that one is ripe', () => {
  removeAfter(2 * HOUR_MS);
  pass(LONG_MS, ...members);
  expectRemoved();
});

test('nobody signs one that does not wait, though it is a coordinator who proposes it', () => {
  const hers = removeAfter(2 * HOUR_MS);
  pass(LONG_MS - 2 * HOUR_MS, ...members);
  const [{ node }, , , mallory] = members;
  const [ballot] = node.log.book.ballotsOf(hers);
  if (!ballot) throw new Error('she has opened none');
  const closes = node.log.book.closes(ballot.open.hash).map(({ hash }) => hash);
  expect(closes).toHaveLength(4);
  for (let round = 0; round < 200; round += 1) {
    if (coordinatorOf(ballot.slot, ballot.electorate, round) !== mallory.identity.scid) continue;
    const body = { slot: ballot.slot, ballot: ballot.open.hash, round, closes: closes.toSorted() };
    mallory.node.log.append('sign', body);
  }
  meet(...members);
  pass(2 * HOUR_MS, ...members);
  expectRemoved();
});

test('a ballot that she opens and withdraws at once ends no epoch before others have voted', () => {
  const [alice, bob, carol, mallory] = members;
  for (const isFirst of [true, false]) {
    const withdraw = (): void => mallory.decisions.withdraw(mallory.decisions.proposeRules({ f: 0 }, ''));
    if (isFirst) withdraw();
    const title = isFirst ? 'Remove carol' : 'Remove mallory';
    const id = alice.decisions.proposeRemoval((isFirst ? carol : mallory).identity.scid, '');
    if (!isFirst) withdraw();
    meet(...members);
    // They are people, and see it in the evening.
    pass(10 * HOUR_MS, ...members);
    for (const voter of isFirst ? [alice, bob, mallory] : [alice, bob])
      voter.decisions.vote(id, 'APPROVE', null);
    pass(16 * HOUR_MS, ...members);
    expect(titles(alice)).toContain(`${title}: passed`);
  }
});

test('a change that most approve, with a deadline of a year, does not hold up the end of the others so long', () => {
  const [alice, bob, carol, mallory] = members;
  const { node, epoch } = mallory;
  const draft = node.log.append('draft', { number: 4, title: 'A year', text: '' }).hash;
  const rules = { quorum: 3, threshold: [1, 2], deadlineMs: 365 * 24 * HOUR_MS, graceMs: 120_000 };
  const change = { type: 'rules', rules: { ...epoch.rules, f: 0 } };
  node.log.append('open', { proposal: draft, attempt: 1, epoch: epoch.number, text: '', rules, change });
  meet(...members);
  for (const voter of honest) voter.decisions.vote(draft, 'APPROVE', null);
  const other = alice.decisions.proposeRules({ openBallotsMax: 10 }, '');
  meet(...members);
  pass(3 * LONG_MS, alice, bob, carol);
  expect(alice.decisions.detail(other).state).toBe('expired');
  expect(alice.epoch.number).toBe(4);
});

test('what most members approve and too few close is not waited for without end', () => {
  const [alice, bob, , mallory] = members;
  const hers = removeAfter(2 * HOUR_MS);
  // carol is gone for good; mallory closes nothing but her own, and signs what others sign.
  mallory.node.stop();
  const { log } = mallory.node;
  const [ballot] = log.book.ballotsOf(hers);
  if (!ballot) throw new Error('she has opened none');
  log.append('close', { ballot: ballot.open.hash });
  const follow = (): void => {
    for (const { body } of log.book.signs(ballot.slot))
      for (const kind of ['sign', 'confirm'])
        if (!log.objection(kind, { ...body })) log.append(kind, { ...body });
  };
  const present = [alice, bob, mallory];
  for (let hours = 0; hours < 46; hours += 1) pass(HOUR_MS, ...present);
  expect(alice.decisions.detail(hers).state).toBe('closing');
  for (let minutes = 0; minutes < 240; minutes += 1) {
    pass(60_000, ...present);
    follow();
    meet(...present);
  }
  expect(alice.decisions.detail(hers).state).toBe('expired');
  expect(alice.epoch.number).toBe(4);
});
