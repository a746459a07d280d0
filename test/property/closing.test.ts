import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { cellOf, DEADLINE_MS, RULES, settle } from '../support/cell/closing-cell.ts';
import type { ClosingMember } from '../support/cell/closing-member.ts';

describe('members who follow the protocol', () => {
  it('decide at once when all are connected and all vote', () => {
    for (let size = 1; size <= 7; size += 1) {
      const members = cellOf(size);
      expect(members[0]?.book.ballotsIn(membershipSlot(size - 2 < 0 ? 0 : size - 2))).toHaveLength(
        size > 1 ? 1 : 0,
      );
    }
  });

  it('come to one result in any order of meetings, with members who are silent or away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(40)), { minLength: 5, maxLength: 60 }),
        fc.array(fc.constantFrom('APPROVE', 'REJECT', 'ABSTAIN', null), { minLength: 7, maxLength: 7 }),
        (size, meetings, choices) => {
          const members = cellOf(size);
          const alice = members[0] as ClosingMember;
          const draft = alice.write('draft', { number: size, title: 'Paint the shed', text: '' });
          const rules = { ...RULES, quorum: Math.floor(size / 2) + 1 };
          const epoch = size - 1;
          const ballot = alice.write('open', {
            proposal: draft.hash,
            attempt: 1,
            epoch,
            text: '',
            rules,
          }).hash;
          let nowMs = 0;
          for (const [a, b, waitMs] of meetings) {
            nowMs += waitMs;
            const [one, other] = [members[a % size], members[b % size]] as [ClosingMember, ClosingMember];
            if (one !== other) one.syncFrom(other);
            const choice = choices[a % size];
            const knows = one.book.ballot(ballot);
            const closed = one.book.closes(ballot).some((close) => close.entry.author === one.author);
            if (knows && choice && !closed) one.write('vote', { ballot, choice });
            one.act(nowMs);
          }
          for (let turn = 0; turn < 40; turn += 1) {
            nowMs += DEADLINE_MS;
            settle(members, nowMs);
          }
          const states = members.map((member) => JSON.stringify(foldCell(member.book)));
          expect(new Set(states).size).toBe(1);
          expect(['passed', 'failed', 'expired']).toContain(ballotState(alice.book, ballot).state);
        },
      ),
      { numRuns: 60 },
    );
  });
});
