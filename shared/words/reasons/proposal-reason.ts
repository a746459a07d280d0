/**
 * How a proposal stands, in words (UI.md §4, "Votes and results"): one pure function for dashboard, notifications
 * and command line. "Passed" and "failed" are said only of a certificate.
 */
import type { ProposalState, ProposalSummary } from '../../contract/domain/governance.ts';
import { momentInWords } from '../format/closing-time.ts';
import { nameList } from '../format/names.ts';
import { visibleLine } from '../format/peer-text.ts';
import { t } from '../translate.ts';
import { choiceWord } from './choice-word.ts';
import type { Mark } from './mark.ts';

export type ProposalMark = Mark | 'current' | 'to-come' | 'abstain';

export interface ProposalReason {
  readonly state: ProposalState;
  readonly mark: ProposalMark;
  /** A few words without a full stop: `2 more votes needed`, `Passed 3 to 1, one abstained`. */
  readonly sentence: string;
  /** For a tag, where room is scarce: `Passed 3 to 1`. */
  readonly short: string;
  /** Whole sentences, or null. */
  readonly detail: string | null;
}

const MARKS: Readonly<Record<ProposalState, ProposalMark>> = {
  draft: 'to-come',
  review: 'to-come',
  voting: 'current',
  closing: 'current',
  passed: 'ok',
  failed: 'stop',
  expired: 'offline',
  withdrawn: 'abstain',
  forked: 'stop',
};

export function votesCast({ seats }: Pick<ProposalSummary, 'seats'>): number {
  return seats.filter(({ choice }) => choice !== null).length;
}

/** Votes that are still missing for a quorum. */
function votesNeeded(proposal: Pick<ProposalSummary, 'seats' | 'quorum'>): number {
  return Math.max(0, proposal.quorum - votesCast(proposal));
}

/** Members whose close is still needed before a count can be final. */
export function closesNeeded({ seats, counting }: Pick<ProposalSummary, 'seats' | 'counting'>): number {
  return Math.max(0, (counting?.needed ?? 0) - seats.filter(({ closed }) => closed).length);
}

export function proposalReason(proposal: ProposalSummary, nowMs: number): ProposalReason {
  const { state, passedOver } = proposal;
  if (passedOver) return { state, mark: 'abstain', ...passedOverWords(proposal) };
  if (isCountedOut(proposal)) return { state, mark: 'ok', ...countedOut() };
  return { state, mark: MARKS[state], ...wordsOf(proposal, nowMs) };
}

/** Whoever had left is taken out by the certificate, whatever its votes came to. */
function isCountedOut({ kind, state, certificate }: ProposalSummary): boolean {
  if (kind !== 'leavers') return false;
  return state === 'passed' || state === 'failed' || (state === 'expired' && certificate !== null);
}

function countedOut(): Words {
  return words(t('reason.proposal.countedOut'), t('reason.proposal.countedOutDetail'));
}

type Words = Pick<ProposalReason, 'sentence' | 'short' | 'detail'>;

function wordsOf(proposal: ProposalSummary, nowMs: number): Words {
  switch (proposal.state) {
    case 'draft':
    case 'review':
      return words(t(`reason.proposal.${proposal.state}`), t(`reason.proposal.${proposal.state}Detail`));
    case 'voting':
      return voting(proposal, nowMs);
    case 'closing':
      return closing(proposal, nowMs);
    case 'passed':
      return decided(proposal, proposal.state);
    case 'failed':
      return { ...decided(proposal, proposal.state), detail: scarWords(proposal) };
    case 'expired':
      return expired(proposal);
    case 'withdrawn':
      return words(t('reason.proposal.withdrawn', { name: visibleLine(proposal.proposer, 40) }));
    case 'forked':
      return words(t('reason.proposal.forked'), null, t('reason.proposal.forkedShort'));
  }
}

/** A failed decision stays on the chain; it is recovered by a note that another member approves. */
function scarWords({ scar }: ProposalSummary): string | null {
  if (!scar) return null;
  if (!scar.recovered) return t('reason.proposal.scar');
  const { by, approvedBy } = scar.recovered;
  return t('reason.proposal.recovered', { by: visibleLine(by, 40), approvedBy: visibleLine(approvedBy, 40) });
}

function words(sentence: string, detail: string | null = null, short = sentence): Words {
  return { sentence, detail, short };
}

function voting(proposal: ProposalSummary, nowMs: number): Words {
  const { deadlineAtMs, seats } = proposal;
  const due = deadlineAtMs !== null && deadlineAtMs <= nowMs;
  const when = deadlineAtMs === null ? null : momentInWords(deadlineAtMs, nowMs);
  const missing = votesNeeded(proposal);
  if (missing === 0 && votesCast(proposal) === seats.length) return words(t('reason.proposal.allVoted'));
  if (missing === 0) {
    if (due || when === null) return words(t('reason.proposal.quorumDue'));
    return words(t('reason.proposal.quorum', { when }), null, t('reason.proposal.quorumShort'));
  }
  const detail = due
    ? t('reason.proposal.due')
    : when === null
      ? null
      : t('reason.proposal.closes', { when });
  return words(t('reason.proposal.needed', { n: missing }), detail);
}

/** Before the deadline the close of every member is needed, after it those of enough. */
function closing(proposal: ProposalSummary, nowMs: number): Words {
  const { counting, waitingFor, deadlineAtMs } = proposal;
  const isEarly = deadlineAtMs !== null && nowMs < deadlineAtMs && !counting?.signatures;
  if (isEarly && waitingFor.length > 0) {
    const when = momentInWords(deadlineAtMs, nowMs);
    const said = { names: nameList(waitingFor), n: waitingFor.length, when };
    const early = t('reason.proposal.closingEarly', said);
    return words(early, t('reason.proposal.countedWhen'), t('reason.proposal.closingShort'));
  }
  const missing = closesNeeded(proposal);
  const open =
    waitingFor.length > 0
      ? t('reason.proposal.notClosed', { names: nameList(waitingFor), n: waitingFor.length })
      : null;
  if (missing > 0 || !counting) {
    const n = Math.max(1, missing);
    return words(t('reason.proposal.closing', { n }), open, t('reason.proposal.closingShort'));
  }
  const { signatures, needed } = counting;
  return words(
    t('reason.proposal.counting', { signatures, needed }),
    open,
    t('reason.proposal.countingShort'),
  );
}

function decided({ tally }: ProposalSummary, state: 'passed' | 'failed'): Words {
  const { approve, reject, abstain } = tally;
  if (approve + reject === 0) return words(t('reason.proposal.allAbstained'));
  const short = t(`reason.proposal.${state}`, { approve, reject });
  if (state === 'failed' && approve === reject) {
    return words(t('reason.proposal.tie', { approve, reject }), null, short);
  }
  return words(
    abstain > 0 ? t(`reason.proposal.${state}Abstained`, { approve, reject, abstain }) : short,
    null,
    short,
  );
}

function passedOverWords({ proposer }: ProposalSummary): Words {
  return words(
    t('reason.proposal.passedOver', { name: visibleLine(proposer, 40) }),
    t('reason.proposal.passedOverDetail'),
    t('reason.proposal.passedOverShort'),
  );
}

/** Without a certificate of its own another ballot of the slot was decided. */
function expired(proposal: ProposalSummary): Words {
  const short = t('reason.proposal.expiredShort');
  if (!proposal.certificate)
    return words(t('reason.proposal.superseded'), t('reason.proposal.supersededDetail'), short);
  const { approve, reject, abstain } = proposal.tally;
  const voted = approve + reject + abstain;
  return words(t('reason.proposal.expired', { voted, needed: proposal.quorum }), null, short);
}

export type FateMark = 'ok' | 'stop' | 'caution';

/** What became of this operator's vote: `Your APPROVE counted`; null while that is open, and without a vote. */
export function voteFateReason(
  proposal: Pick<ProposalSummary, 'myVote' | 'state' | 'certificate'>,
): { readonly mark: FateMark; readonly sentence: string } | null {
  const vote = proposal.myVote;
  if (!vote) return null;
  const choice = choiceWord(vote.choice);
  switch (vote.fate) {
    case 'open':
      return null;
    case 'counted':
      return { mark: 'ok', sentence: t('reason.vote.counted', { choice }) };
    case 'superseded':
      return { mark: 'caution', sentence: t('reason.vote.superseded', { choice }) };
    case 'void':
      return { mark: 'stop', sentence: t('reason.vote.void') };
    case 'outside': {
      const other = proposal.state === 'expired' && !proposal.certificate;
      return {
        mark: 'stop',
        sentence: other ? t('reason.vote.otherBallot', { choice }) : t('reason.vote.outside'),
      };
    }
    case 'forked':
      return { mark: 'stop', sentence: t('reason.vote.forked', { choice }) };
  }
}
