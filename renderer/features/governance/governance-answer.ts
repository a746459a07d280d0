import type { ProposalSummary } from '#shared/domain/governance.ts';
import { momentInWords } from '#shared/format/closing-time.ts';
import { visibleLine } from '#shared/format/peer-text.ts';
import { t } from '#shared/i18n/translate.ts';
import { columnOf, isDecided } from './use-proposals.ts';

/** What is open and what is decided, in one sentence; a vote that waits for the operator comes first. */
export function governanceAnswer(
  proposals: readonly ProposalSummary[],
  nowMs: number,
): { readonly claim: string; readonly rest: string } {
  const mine = proposals.filter(({ needsMyVote }) => needsMyVote);
  const voting = proposals.filter((one) => columnOf(one) === 'voting');
  const review = proposals.filter((one) => columnOf(one) === 'review');
  const reviewed = review.length > 0 ? t('governance.answer.review', { n: review.length }) : '';
  const [first] = mine;
  if (first) {
    const claim =
      mine.length === 1
        ? t('governance.answer.oneVote', { label: first.label })
        : t('governance.answer.votes', { n: mine.length });
    const soonest = Math.min(...mine.map(({ deadlineAtMs }) => deadlineAtMs ?? Number.POSITIVE_INFINITY));
    const closes =
      Number.isFinite(soonest) && soonest > nowMs
        ? t('governance.answer.closes', { n: mine.length, when: momentInWords(soonest, nowMs) })
        : '';
    return { claim, rest: `${closes} ${reviewed}`.trim() };
  }
  if (voting.length > 0) {
    return {
      claim: t('governance.answer.open', { n: voting.length }),
      rest: t('governance.answer.noneOfYours'),
    };
  }
  const last = proposals.find(isDecided);
  return {
    claim: t('governance.answer.nothingOpen'),
    rest: `${reviewed} ${last ? t('governance.answer.last', { title: visibleLine(last.title, 80) }) : ''}`.trim(),
  };
}
