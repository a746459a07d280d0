import { expect, it, vi } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { planFor } from '#shared/protocol/closing/next-step.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { cellOf, meet } from '../../support/cell/closing-cell.ts';
import type { ClosingMember } from '../../support/cell/closing-member.ts';

it('a plan for a slot with three rivals folds the closes of each once', () => {
  const members = cellOf(3);
  const slot = membershipSlot(2);
  const { deadlineMs, graceMs } = DEFAULT_CELL_RULES;
  const rules = { quorum: 2, threshold: [1, 2], deadlineMs, graceMs };
  const epoch = members[0]!.book.epochAt([...members[0]!.ahead().values()].flat());
  members.forEach((member, at) => {
    const draft = member.write('draft', { number: 3, title: `Rules ${at}`, text: '' });
    const change = { type: 'rules', rules: { ...epoch.rules, openBallotsMax: 20 + at } };
    member.write('open', { proposal: draft.hash, attempt: 1, epoch: 2, text: '', rules, change });
  });
  meet(members);
  for (const member of members) member.noteOpens(0);
  for (const member of members)
    for (const ballot of member.book.ballotsIn(slot)) member.write('close', { ballot: ballot.open.hash });
  meet(members);
  const { electorate } = members[0]!.book.ballotsIn(slot)[0]!;
  const first = coordinatorOf(slot, electorate, 0);
  const coordinator = members.find(({ author }) => author === first) as ClosingMember;
  const closes = vi.spyOn(coordinator.book, 'closes');
  const plan = planFor(coordinator.knowledge(deadlineMs), slot, null);
  expect(plan.step?.kind).toBe('sign');
  // Once for the plan, and once to see whether the own close is due.
  expect(closes).toHaveBeenCalledTimes(2 * 3);
});
