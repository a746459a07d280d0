import { describe, expect, test } from 'vitest';
import { countProposals } from '#shared/contract/domain/proposal-column.ts';
import { segmentPath } from '../../../renderer/components/CertificateRing.tsx';
import { votesIn, whoVoted } from '../../../renderer/components/voting/seat-words.ts';
import { boardOrder } from '../../../renderer/components/voting/use-proposals.ts';
import { voteLadder } from '../../../renderer/components/voting/vote-ladder.ts';
import { waitingVotes } from '../../../renderer/components/voting/waiting-votes.ts';
import { commentsOf } from '../../../renderer/features/governance/Comments.tsx';
import { governanceAnswer } from '../../../renderer/features/governance/governance-answer.ts';
import { streetProposal, streetProposals } from '../../support/dashboard-fixture/street-proposals.ts';
import { sampleProposal } from '../../support/sample-proposal.ts';
import { NOW_MS } from '../../support/sample-states.ts';

const DAY = 86_400_000;
const base = {
  number: 21,
  title: 'Paint the shed',
  proposer: 'erin',
  createdAtMs: NOW_MS - 2 * DAY,
} as const;

function marks(proposal: ReturnType<typeof streetProposal>): string[] {
  return voteLadder(proposal, NOW_MS).map(({ mark }) => mark);
}

describe('the ladder of a vote', () => {
  test('goes on at the first step that is not done', () => {
    expect(marks(streetProposal({ ...base, state: 'voting', votes: 'A...A', heldBy: 2 }))).toEqual([
      'ok',
      'current',
      'to-come',
      'to-come',
      'to-come',
    ]);
  });

  test('does not wait for those who hold the vote once it is closed', () => {
    const closed = streetProposal({
      ...base,
      state: 'closing',
      votes: 'A...A',
      heldBy: 2,
      closed: ['alice'],
    });
    expect(marks(closed)).toEqual(['ok', 'waiting', 'ok', 'current', 'to-come']);
  });

  test('is done when the vote counted, and says so when it did not', () => {
    const passed = {
      ...base,
      state: 'passed',
      votes: 'AAA..',
      closed: ['alice'],
      decidedAtMs: NOW_MS - 1,
    } as const;
    expect(marks(streetProposal(passed))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    const outside = streetProposal({ ...passed, state: 'failed', fate: 'outside' });
    const inside = voteLadder(outside, NOW_MS)[3];
    expect(inside?.mark).toBe('stop');
    expect(inside?.detail).toBe('Your vote came after the others closed and was not counted.');
  });

  test('is empty without a vote', () => {
    expect(voteLadder(streetProposal({ ...base, state: 'voting' }), NOW_MS)).toEqual([]);
  });
});

test('who voted is said with me first', () => {
  const proposal = sampleProposal({}, '.AR.A');
  expect(votesIn(proposal)).toBe('3 in, from bob, carol and erin. Missing: you and dave.');
  expect(whoVoted(proposal)).toBe('bob, carol and erin have voted; you and dave not yet');
  expect(whoVoted(sampleProposal({}, '.A...'))).toBe('bob has voted; you, carol, dave and erin not yet');
  expect(whoVoted(sampleProposal({}, 'A....'))).toBe('you have voted; bob, carol, dave and erin not yet');
  expect(votesIn(sampleProposal())).toBe('No vote is in yet. Missing: you, bob, carol, dave and erin.');
});

describe('the answer of Governance', () => {
  const answer = (proposals: Parameters<typeof governanceAnswer>[0]) => {
    const { claim, rest } = governanceAnswer(proposals, countProposals(proposals), NOW_MS);
    return `${claim} ${rest}`.trim();
  };
  test('names the vote that waits, and when it closes', () => {
    expect(answer(streetProposals(NOW_MS))).toBe(
      'One vote waits for you, on P-14. It closes tomorrow 20:00. One proposal is in review.',
    );
  });
  test('says that nothing waits, and what was decided last', () => {
    expect(answer([sampleProposal({ state: 'passed' })])).toBe(
      'No vote is open. Decided last: Raise the shared bandwidth quota to 40 Mbit/s.',
    );
    expect(answer([sampleProposal()])).toBe('One vote is open. None waits for you.');
  });
});

test('next and previous follow the board, column by column', () => {
  expect(boardOrder(streetProposals(NOW_MS)).map(({ label }) => label)).toEqual([
    'P-15',
    'P-16',
    'P-14',
    'P-13',
    'P-12',
    'P-11',
  ]);
});

test('comments and what came with votes stand in the order of time', () => {
  const [, , voting] = streetProposals(NOW_MS);
  if (!voting) throw new Error('no proposal');
  expect(commentsOf(voting).map(({ name, withVote }) => [name, withVote])).toEqual([
    ['carol', true],
    ['bob', false],
  ]);
});

test('a vote on who asks to join is asked for where the words are', () => {
  const admission = sampleProposal({ kind: 'admission', needsMyVote: true });
  const other = sampleProposal({ needsMyVote: true });
  const request = { state: 'voting', answered: false, ballot: 'b'.repeat(64) } as const;
  expect(waitingVotes({ proposals: [admission, other] })).toHaveLength(2);
  const cell = { joinRequests: [request] } as unknown as NonNullable<
    Parameters<typeof waitingVotes>[0]['cell']
  >;
  expect(waitingVotes({ proposals: [admission, other], cell })).toEqual([other]);
});

test('a certificate’s ring has one arc a member, which never meet', () => {
  for (let count = 1; count <= 7; count += 1) {
    const paths = Array.from({ length: count }, (_, index) => segmentPath(index, count));
    expect(new Set(paths).size).toBe(count);
    for (const path of paths) expect(path).toMatch(/^M[\d.]+ [\d.]+A42 42 0 [01] 1 [\d.]+ [\d.]+$/);
  }
});
