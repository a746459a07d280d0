import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coordinatorOf } from '#shared/closing/coordinator.ts';
import { LocalCell } from '../../../electron/node/cell/local-cell.ts';
import type { LocalMember } from '../../../electron/node/cell/local-member.ts';
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
