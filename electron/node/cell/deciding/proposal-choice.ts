import type { ProposalPage, ProposalQuery, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';

/** Of these the newest decisions have a part of their own, however much is open. */
const DECIDED_SHARE = 0.2;

/** Those that matter most, in the order in which they came: what waits for the operator, what is open, what was decided last. */
export function mostUrgent(all: readonly ProposalSummary[], limit: number): ProposalSummary[] {
  if (all.length <= limit) return [...all];
  const pending = all.filter((one) => columnOf(one) !== 'decided').sort((a, b) => urgency(b) - urgency(a));
  const decided = all
    .filter((one) => columnOf(one) === 'decided')
    .sort((a, b) => (b.decidedAtMs ?? b.createdAtMs) - (a.decidedAtMs ?? a.createdAtMs));
  const forDecided = Math.max(Math.floor(limit * DECIDED_SHARE), limit - pending.length);
  const kept = decided.slice(0, forDecided);
  const chosen = new Set([...pending.slice(0, limit - kept.length), ...kept]);
  return all.filter((one) => chosen.has(one));
}

/** The greater, the more it presses: the operator's vote by its deadline, then votes, reviews, drafts. */
function urgency({ needsMyVote, deadlineAtMs, state }: ProposalSummary): number {
  if (needsMyVote) return 3 + 1 / (1 + (deadlineAtMs ?? Number.MAX_SAFE_INTEGER));
  if (state === 'voting' || state === 'closing') return 2;
  return state === 'review' ? 1 : 0;
}

/** A page of those that a query asks for, in the order given. */
export function proposalPage(all: readonly ProposalSummary[], query: ProposalQuery): ProposalPage {
  const words = (query.text ?? '').toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  const found = all.filter(
    (one) => isWanted(one, query.which) && words.every((word) => searched(one, query.called).includes(word)),
  );
  const from = query.after === undefined ? 0 : found.findIndex(({ id }) => id === query.after) + 1;
  const proposals = found.slice(from, from + (query.limit ?? found.length));
  return { proposals, total: found.length, more: from + proposals.length < found.length };
}

function isWanted(proposal: ProposalSummary, which: ProposalQuery['which']): boolean {
  if (which === 'mine') return proposal.needsMyVote;
  if (which === 'open') return columnOf(proposal) !== 'decided';
  return which !== 'decided' || columnOf(proposal) === 'decided';
}

function searched(
  { label, title, auto, proposer }: ProposalSummary,
  called: ProposalQuery['called'],
): string {
  const shown = (auto && called?.[auto.code]) ?? '';
  return `${label} ${title} ${shown} ${proposer}`.toLocaleLowerCase('en');
}
