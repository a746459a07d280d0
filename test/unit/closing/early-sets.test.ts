import { beforeEach, expect, test } from 'vitest';
import { attest } from '#shared/protocol/closing/attest.ts';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { viewSlot } from '#shared/protocol/closing/known.ts';
import { isRipe } from '#shared/protocol/closing/rival-changes.ts';
import { turnTimer } from '#shared/protocol/closing/round-timer.ts';
import { cellOf, DEADLINE_MS, meet, RULES, TURN_MS } from '../../support/cell/closing-cell.ts';
import type { ClosingMember } from '../../support/cell/closing-member.ts';

let ballot: string;
let slot: string;
let coordinator: ClosingMember;
let one: ClosingMember;
let other: ClosingMember;

/** Three members hold an open ballot, of which nobody has noted yet since when. */
beforeEach(() => {
  const members = cellOf(3);
  const [alice] = members as [ClosingMember];
  const draft = alice.write('draft', { number: 3, title: 'Paint the shed', text: '' });
  const open = { proposal: draft.hash, attempt: 1, epoch: 2, text: '', rules: { ...RULES, quorum: 2 } };
  ballot = alice.write('open', open).hash;
  meet(members);
  const { electorate, ...at } = alice.book.ballot(ballot)!;
  slot = at.slot;
  const first = coordinatorOf(slot, electorate, 0);
  coordinator = members.find(({ author }) => author === first)!;
  [one, other] = members.filter((member) => member !== coordinator) as [ClosingMember, ClosingMember];
});

const signsOf = (member: ClosingMember) =>
  member.book.signs(slot).filter(({ node }) => node.entry.author === member.author);
const GATHERED_MS = DEADLINE_MS + TURN_MS / 5;

test('a member signs a set that lacks a close only after its own deadline', () => {
  for (const member of [coordinator, one]) member.noteOpens(0);
  other.noteOpens(GATHERED_MS);
  for (const member of [coordinator, one]) member.act(DEADLINE_MS);
  coordinator.syncFrom(one);
  coordinator.act(DEADLINE_MS);
  coordinator.act(GATHERED_MS);
  expect(signsOf(coordinator)).toHaveLength(1);
  other.syncFrom(coordinator);
  other.act(GATHERED_MS);
  other.act(GATHERED_MS + DEADLINE_MS - 1);
  expect(signsOf(other)).toHaveLength(0);
  // Nor does it when its timer runs already, for a rival ballot of the slot.
  const at = (nowMs: number) => attest(viewSlot(other.knowledge(nowMs), slot)!, 0, false);
  expect(at(GATHERED_MS + DEADLINE_MS - 1)).toBeNull();
  expect(at(GATHERED_MS + DEADLINE_MS)).toMatchObject({ kind: 'sign', body: { closes: { length: 2 } } });
});

test('a coordinator proposes a set that lacks a close only after its own deadline', () => {
  for (const member of [one, other]) member.noteOpens(0);
  coordinator.noteOpens(GATHERED_MS);
  for (const member of [one, other]) member.act(DEADLINE_MS);
  for (const member of [one, other]) coordinator.syncFrom(member);
  for (const nowMs of [DEADLINE_MS, GATHERED_MS, GATHERED_MS + TURN_MS]) coordinator.act(nowMs);
  expect(signsOf(coordinator)).toHaveLength(0);
  const ripeAt = (nowMs: number) =>
    isRipe(viewSlot(coordinator.knowledge(nowMs), slot)!, coordinator.book.ballot(ballot)!);
  expect(ripeAt(GATHERED_MS + DEADLINE_MS - 1)).toBe(false);
  expect(ripeAt(GATHERED_MS + DEADLINE_MS)).toBe(true);
});

test('one member who is rounds ahead moves nobody; two do, though f is 0', () => {
  for (const member of [coordinator, one, other]) member.noteOpens(0);
  for (const member of [coordinator, one, other]) member.act(DEADLINE_MS);
  meet([coordinator, one, other]);
  const { electorate } = one.book.ballot(ballot)!;
  // A round that is led by neither of the two who are ahead: its leader's sign would be followed at once.
  const round = [7, 8, 9].find((far) => coordinatorOf(slot, electorate, far) === one.author)!;
  const closes = one.book
    .closes(ballot)
    .map(({ hash }) => hash)
    .sort();
  const timer = { round: 0, startedAtMs: DEADLINE_MS, jumpedAtMs: null };
  const roundOfOne = () => turnTimer(viewSlot(one.knowledge(DEADLINE_MS), slot)!, timer).round;
  other.write('sign', { slot, ballot, round, closes });
  one.syncFrom(other);
  expect(one.book.signs(slot)).toHaveLength(1);
  expect(roundOfOne()).toBe(0);
  coordinator.write('sign', { slot, ballot, round, closes });
  one.syncFrom(coordinator);
  expect(roundOfOne()).toBe(round);
});
