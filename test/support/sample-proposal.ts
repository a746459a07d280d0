/** A proposal that is voted on, to be changed by each test. */

import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Choice } from '#shared/protocol/closing/bodies.ts';
import { NOW_MS } from './sample-states.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
const LETTERS: Readonly<Record<string, Choice>> = { A: 'APPROVE', R: 'REJECT', '-': 'ABSTAIN' };

/** `votes` and `closed` have one letter a seat: A, R or - for a vote, x for a close, a dot for neither. */
export function sampleProposal(
  change: Partial<ProposalSummary> = {},
  votes = '.....',
  closed = '.....',
): ProposalSummary {
  const seats = NAMES.map((name, index) => ({
    scid: `Qm${name}`,
    name,
    me: index === 0,
    choice: LETTERS[votes[index] ?? '.'] ?? null,
    closed: closed[index] === 'x',
  }));
  const count = (choice: Choice) => seats.filter((seat) => seat.choice === choice).length;
  return {
    id: 'c'.repeat(64),
    label: 'P-14',
    title: 'Raise the shared bandwidth quota to 40 Mbit/s',
    auto: null,
    proposer: 'erin',
    mine: false,
    state: 'voting',
    kind: 'proposal',
    rekey: null,
    createdAtMs: NOW_MS - 86_400_000,
    decidedAtMs: null,
    seats,
    quorum: 3,
    deadlineAtMs: null,
    tally: { approve: count('APPROVE'), reject: count('REJECT'), abstain: count('ABSTAIN') },
    certificate: null,
    counting: { needed: 4, signatures: 0 },
    myVote: null,
    needsMyVote: false,
    passedOver: false,
    waitingFor: [],
    scar: null,
    ...change,
  };
}
