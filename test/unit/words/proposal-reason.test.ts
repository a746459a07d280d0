import { describe, expect, test } from 'vitest';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { momentInWords, momentShort } from '#shared/words/format/closing-time.ts';
import { nameList } from '#shared/words/format/names.ts';
import { proposalReason, voteFateReason } from '#shared/words/reasons/proposal-reason.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';
import { NOW_MS } from '../../support/sample-states.ts';

const TOMORROW = new Date(2026, 4, 15, 20, 0).getTime();

function sentence(change: Partial<ProposalSummary>, votes?: string, closed?: string): string {
  return proposalReason(sampleProposal(change, votes, closed), NOW_MS).sentence;
}

describe('how a proposal stands', () => {
  test('is told by the votes that a quorum still needs', () => {
    expect(sentence({ quorum: 4, deadlineAtMs: TOMORROW }, 'A.R..')).toBe('2 more votes needed');
    expect(sentence({ quorum: 4, deadlineAtMs: TOMORROW }, 'AAR..')).toBe('1 more vote needed');
    expect(
      proposalReason(sampleProposal({ quorum: 4, deadlineAtMs: TOMORROW }, 'A.R..'), NOW_MS).detail,
    ).toBe('Closes tomorrow 20:00.');
  });

  test('is told by the time of closing once there is a quorum', () => {
    expect(sentence({ deadlineAtMs: TOMORROW }, 'AAR..')).toBe('Quorum reached, closes tomorrow 20:00');
    expect(sentence({ deadlineAtMs: NOW_MS - 1 }, 'AAR..')).toBe('Quorum reached, closing now');
    expect(sentence({ deadlineAtMs: TOMORROW }, 'AARR-')).toBe('Everyone has voted, closing now');
  });

  test('while it closes, says how many members are waited for, then how many signatures there are', () => {
    const closing = {
      state: 'closing',
      counting: { needed: 4, signatures: 0 },
      waitingFor: ['bob', 'dave'],
    } as const;
    expect(sentence({ ...closing, waitingFor: ['bob', 'dave'] }, 'AAR..', 'x.x.x')).toBe(
      'Closing, waiting for 1 more member',
    );
    expect(sentence({ ...closing, waitingFor: ['bob', 'dave'] }, 'AAR..', 'x....')).toBe(
      'Closing, waiting for 3 more members',
    );
    // Before the deadline enough closes are not enough: all are needed.
    const early = {
      ...closing,
      waitingFor: ['bob', 'dave'],
      deadlineAtMs: TOMORROW,
      counting: { needed: 2, signatures: 0 },
    };
    expect(sentence(early, 'AAR..', 'x.x.x')).toBe(
      'Closing, waits for bob and dave, at most until tomorrow 20:00',
    );
    expect(sentence({ ...early, waitingFor: ['bob', 'carol', 'dave'] }, 'A.R..', 'x...x')).toBe(
      'Closing, waits for 3 members, at most until tomorrow 20:00',
    );
    expect(sentence({ ...early, counting: { needed: 2, signatures: 1 } }, 'AAR..', 'x.x.x')).toBe(
      'Counting, 1 of 2 signatures',
    );
    const counting = { ...closing, waitingFor: ['bob'], counting: { needed: 4, signatures: 2 } };
    expect(sentence(counting, 'AARAA', 'x.xxx')).toBe('Counting, 2 of 4 signatures');
    expect(proposalReason(sampleProposal(counting, 'AARAA', 'x.xxx'), NOW_MS).detail).toBe(
      'bob has not closed yet.',
    );
  });

  test.each(['passed', 'failed'] as const)('has counted out who left, though its votes %s', (state) => {
    const tally = { approve: 1, reject: 0, abstain: 0 };
    const out = proposalReason(sampleProposal({ kind: 'leavers', state, tally }), NOW_MS);
    expect(out).toMatchObject({ mark: 'ok', sentence: 'Counted out', short: 'Counted out' });
    expect(out.detail).toBe('Whoever had left is counted out, whatever the votes came to.');
    expect(sentence({ kind: 'leavers', state: 'voting', quorum: 1 }, '.....')).toBe('1 more vote needed');
  });

  test('is not counted where a former member opened it, and nobody is asked to vote', () => {
    const late = proposalReason(sampleProposal({ passedOver: true, quorum: 4 }, 'A....'), NOW_MS);
    expect(late.sentence).toBe('Not counted, erin was removed from the cell before');
    expect(late.short).toBe('Not counted');
    expect(late.mark).toBe('abstain');
  });

  test.each<[ProposalSummary['state'], [number, number, number], string]>([
    ['passed', [3, 1, 0], 'Passed 3 to 1'],
    ['passed', [3, 1, 1], 'Passed 3 to 1, one abstained'],
    ['passed', [3, 0, 2], 'Passed 3 to 0, 2 abstained'],
    ['failed', [2, 3, 0], 'Failed 2 to 3'],
    ['failed', [2, 2, 0], 'Failed 2 to 2, a tie fails'],
    ['failed', [2, 2, 1], 'Failed 2 to 2, a tie fails'],
    ['failed', [0, 0, 4], 'Failed, everyone abstained'],
    ['expired', [2, 1, 0], 'Expired, 3 voted and 4 were needed'],
    ['withdrawn', [0, 0, 0], 'Withdrawn by erin'],
  ])('%s with %o reads %s', (state, [approve, reject, abstain], words) => {
    const certificate = { hash: 'a'.repeat(64), round: 0, signers: ['alice'], needed: 1 };
    expect(
      sentence({ state, tally: { approve, reject, abstain }, quorum: 4, certificate, proposer: 'erin' }),
    ).toBe(words);
  });

  test('does not call a ballot counted that another one of its slot overtook', () => {
    expect(sentence({ state: 'expired', certificate: null })).toBe(
      'Expired, another ballot was decided in its place',
    );
  });

  test('asks for a branch when there are two certificates', () => {
    expect(sentence({ state: 'forked' })).toBe('Two conflicting certificates. Choose a branch.');
  });

  test('takes names as text', () => {
    expect(sentence({ state: 'withdrawn', proposer: 'eve\u202Etxt' })).toBe('Withdrawn by eve⟨U+202E⟩txt');
  });
});

describe('what became of a vote', () => {
  const vote = {
    choice: 'APPROVE',
    comment: null,
    receipt: 'b'.repeat(64),
    atMs: NOW_MS,
    heldBy: 4,
  } as const;
  test.each<[NonNullable<ProposalSummary['myVote']>['fate'], string | null]>([
    ['open', null],
    ['counted', 'Your APPROVE counted'],
    ['void', 'Your vote was void: two versions of it exist'],
    ['outside', 'Your vote came after the others closed and was not counted'],
    ['superseded', 'A later vote of yours counted in place of this APPROVE'],
    ['forked', 'Whether your APPROVE counts depends on the branch you choose'],
  ])('%s reads %s', (fate, words) => {
    const proposal = sampleProposal({ state: 'failed', myVote: { ...vote, fate } });
    expect(voteFateReason(proposal)?.sentence ?? null).toBe(words);
  });

  test('is nothing without a vote', () => {
    expect(voteFateReason(sampleProposal({ state: 'passed' }))).toBeNull();
  });

  test('names the other ballot when that one was decided', () => {
    const proposal = sampleProposal({
      state: 'expired',
      certificate: null,
      myVote: { ...vote, fate: 'outside' },
    });
    expect(voteFateReason(proposal)?.sentence).toBe(
      'Your APPROVE was not counted: another ballot was decided in its place',
    );
  });
});

test('moments are said by the day they are in', () => {
  expect(momentInWords(new Date(2026, 4, 14, 20).getTime(), NOW_MS)).toBe('today 20:00');
  expect(momentInWords(TOMORROW, NOW_MS)).toBe('tomorrow 20:00');
  expect(momentInWords(new Date(2026, 4, 13, 9, 5).getTime(), NOW_MS)).toBe('yesterday 09:05');
  expect(momentInWords(new Date(2026, 4, 21, 15, 2).getTime(), NOW_MS)).toBe('Thu 21 May, 15:02');
  expect(momentShort(new Date(2026, 4, 11, 20, 5).getTime(), NOW_MS)).toBe('Mon 20:05');
});

test('names are joined as in a sentence', () => {
  expect(nameList(['bob'])).toBe('bob');
  expect(nameList(['bob', 'carol', 'dave'])).toBe('bob, carol and dave');
});
