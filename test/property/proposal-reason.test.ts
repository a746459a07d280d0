import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ProposalState,
  type ProposalSummary,
  type Seat,
  VoteFateView,
} from '#shared/contract/domain/governance.ts';
import { Choice } from '#shared/protocol/closing/bodies.ts';
import { proposalReason, voteFateReason } from '#shared/words/reasons/proposal-reason.ts';
import { sampleProposal } from '../support/sample-proposal.ts';

const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const text = fc.string({ unit: 'binary', maxLength: 40 });
const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const few = fc.nat({ max: 7 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const choice = fc.constantFrom(...Choice.options);

const seat: fc.Arbitrary<Seat> = fc.record({
  scid: text,
  name: text,
  me: fc.boolean(),
  choice: maybe(choice),
  closed: fc.boolean(),
});

const proposal: fc.Arbitrary<ProposalSummary> = fc
  .record({
    proposer: text,
    state: fc.constantFrom(...ProposalState.options),
    seats: fc.array(seat, { minLength: 1, maxLength: 7 }),
    quorum: fc.integer({ min: 1, max: 7 }),
    deadlineAtMs: maybe(time),
    tally: fc.record({ approve: few, reject: few, abstain: few }),
    certificate: maybe(
      fc.record({ hash: text, round: few, signers: fc.array(text), needed: fc.integer({ min: 1, max: 7 }) }),
    ),
    counting: maybe(fc.record({ needed: fc.integer({ min: 1, max: 7 }), signatures: few })),
    myVote: maybe(
      fc.record({
        choice,
        comment: maybe(text),
        receipt: text,
        atMs: time,
        fate: fc.constantFrom(...VoteFateView.options),
        heldBy: few,
      }),
    ),
    passedOver: fc.boolean(),
    waitingFor: fc.array(text, { maxLength: 7 }),
  })
  .map((change) => sampleProposal(change));

test('every proposal has a reason in words, whatever is known of it', () => {
  fc.assert(
    fc.property(proposal, time, (one, nowMs) => {
      const reason = proposalReason(one, nowMs);
      expect(reason.state).toBe(one.state);
      for (const words of [reason.sentence, reason.short, reason.detail ?? 'none']) {
        expect(words.trim()).not.toBe('');
        expect(words).not.toMatch(DIRECTION_CONTROLS);
      }
      expect(reason.sentence).not.toMatch(/\.$(?<!branch\.)/);
      expect(proposalReason(one, nowMs)).toEqual(reason);
    }),
  );
});

test('a result is said only of a proposal that has one', () => {
  fc.assert(
    fc.property(proposal, time, (one, nowMs) => {
      const { sentence } = proposalReason(one, nowMs);
      if (/^Passed/.test(sentence)) expect(one.state).toBe('passed');
      if (/^Failed \d/.test(sentence)) expect(one.state).toBe('failed');
      if (/^Expired, \d/.test(sentence)) expect(one.certificate).not.toBeNull();
    }),
  );
});

test('a vote is called counted only when it counted', () => {
  fc.assert(
    fc.property(proposal, (one) => {
      const fate = voteFateReason(one);
      expect(fate === null).toBe(one.myVote === null || one.myVote.fate === 'open');
      if (fate && / counted$/.test(fate.sentence) && fate.sentence.startsWith(`Your ${one.myVote?.choice}`)) {
        expect(one.myVote?.fate).toBe('counted');
      }
    }),
  );
});
