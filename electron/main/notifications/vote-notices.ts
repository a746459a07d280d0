import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';

/**
 * What others wrote stands in the title, which is plain text everywhere. Some servers take markup in a body (Desktop
 * Notifications Specification 1.2, body-markup), so a body has words of ours alone.
 */
export interface VoteNotice {
  readonly title: string;
  readonly body: string;
  /** The page that it opens, as the renderer's address has it. */
  readonly hash: string;
}

export interface VoteNotices {
  readonly notices: readonly VoteNotice[];
  /** Proposals whose vote is missing now; to be given back the next time. */
  readonly waiting: ReadonlySet<string>;
}

/** More at once become one notice. */
const SINGLY_MAX = 3;

/**
 * What to tell of votes that have come to wait for the operator since `before`. A vote that was given, or whose
 * ballot ended, is forgotten, so that a next attempt is told of again.
 */
export function voteNotices(
  before: ReadonlySet<string>,
  proposals: readonly ProposalSummary[],
  nowMs: number,
): VoteNotices {
  const needed = proposals.filter(({ needsMyVote }) => needsMyVote);
  const fresh = needed.filter(({ id }) => !before.has(id));
  const waiting = new Set(needed.map(({ id }) => id));
  if (fresh.length > SINGLY_MAX) {
    // Labels have names in them where two proposals share a number.
    const labels = visibleLine(fresh.map(({ label }) => label).join(', '), 120);
    const title = t('notice.votes', { n: fresh.length, labels });
    return { waiting, notices: [{ title, body: t('notice.votesBody'), hash: '#/governance' }] };
  }
  return { waiting, notices: fresh.map((proposal) => noticeOf(proposal, nowMs)) };
}

function noticeOf(proposal: ProposalSummary, nowMs: number): VoteNotice {
  const { id, label, deadlineAtMs } = proposal;
  const closes = deadlineAtMs !== null && deadlineAtMs > nowMs;
  return {
    title: t('notice.proposal', { label, title: proposalTitle(proposal, 120) }),
    body: closes ? t('notice.voteCloses', { when: momentInWords(deadlineAtMs, nowMs) }) : t('notice.vote'),
    hash: `#/governance/${id}`,
  };
}
