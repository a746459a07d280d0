import { expect, test } from 'vitest';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { cellOf, DEADLINE_MS, meet, RULES, settle, TURN_MS } from '../../support/cell/closing-cell.ts';
import type { ClosingMember } from '../../support/cell/closing-member.ts';

interface Vote {
  readonly ballot: string;
  readonly coordinator: ClosingMember;
  readonly others: readonly [ClosingMember, ClosingMember];
}

/** Three members hold an open ballot since 0 ms; nobody has voted. */
function openVote(): Vote {
  const members = cellOf(3);
  const [alice] = members as [ClosingMember];
  const draft = alice.write('draft', { number: 3, title: 'Paint the shed', text: '' });
  const open = { proposal: draft.hash, attempt: 1, epoch: 2, text: '', rules: { ...RULES, quorum: 2 } };
  const ballot = alice.write('open', open).hash;
  meet(members);
  for (const member of members) member.noteOpens(0);
  const { slot, electorate } = alice.book.ballot(ballot)!;
  const first = coordinatorOf(slot, electorate, 0);
  const coordinator = members.find(({ author }) => author === first)!;
  const [one, other] = members.filter((member) => member !== coordinator);
  return { ballot, coordinator, others: [one!, other!] };
}

test('members whose deadlines pass together end the ballot in round 0', () => {
  const { ballot, coordinator, others } = openVote();
  for (const member of [coordinator, ...others]) expect(member.act(DEADLINE_MS)).toBe(1);
  // The coordinator hears one close a moment before the other, and acts on both.
  coordinator.syncFrom(others[0]);
  expect(coordinator.act(DEADLINE_MS)).toBe(0);
  coordinator.syncFrom(others[1]);
  expect(coordinator.act(DEADLINE_MS + 1)).toBe(1);
  settle([coordinator, ...others], DEADLINE_MS + 1);
  expect(ballotState(coordinator.book, ballot)).toMatchObject({
    state: 'expired',
    certificate: { round: 0 },
  });
});

test('a coordinator waits a fifth of its turn for those who are away, and no longer', () => {
  const { ballot, coordinator, others } = openVote();
  const here = [coordinator, others[0]];
  settle(here, DEADLINE_MS);
  expect(ballotState(coordinator.book, ballot).state).toBe('closing');
  settle(here, DEADLINE_MS + TURN_MS / 5);
  expect(ballotState(coordinator.book, ballot)).toMatchObject({
    state: 'expired',
    certificate: { round: 0 },
  });
});
