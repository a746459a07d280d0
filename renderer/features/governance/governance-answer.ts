import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { isDecided } from '#shared/contract/domain/proposal-column.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';

/** What is open and what is decided, in one sentence; a vote that waits for the operator comes first. */
export function governanceAnswer(
  proposals: readonly ProposalSummary[],
  counts: ProposalCounts,
  nowMs: number,
): { readonly claim: string; readonly rest: string } {
  const mine = proposals.filter(({ needsMyVote }) => needsMyVote);
  const reviewed = counts.review > 0 ? t('governance.answer.review', { n: counts.review }) : '';
  const [first] = mine;
  if (first) {
    const claim =
      counts.mine === 1
        ? t('governance.answer.oneVote', { label: first.label })
        : t('governance.answer.votes', { n: counts.mine });
    const soonest = Math.min(...mine.map(({ deadlineAtMs }) => deadlineAtMs ?? Number.POSITIVE_INFINITY));
    const closes =
      Number.isFinite(soonest) && soonest > nowMs
        ? t('governance.answer.closes', { n: counts.mine, when: momentInWords(soonest, nowMs) })
        : '';
    return { claim, rest: `${closes} ${reviewed}`.trim() };
  }
  if (counts.voting > 0) {
    return {
      claim: t('governance.answer.open', { n: counts.voting }),
      rest: t('governance.answer.noneOfYours'),
    };
  }
  const last = proposals.find(isDecided);
  return {
    claim: t('governance.answer.nothingOpen'),
    rest: `${reviewed} ${last ? t('governance.answer.last', { title: proposalTitle(last, 80) }) : ''}`.trim(),
  };
}
