import type { ProposalCounts, ProposalSummary } from './governance.ts';

/** The columns of the board, in the order in which a proposal goes through them. */
export const COLUMNS = ['draft', 'review', 'voting', 'decided'] as const;
export type BoardColumn = (typeof COLUMNS)[number];

/** What a cell decided: not what was passed over, which nobody decides any more. */
export function isDecided(proposal: Pick<ProposalSummary, 'state' | 'passedOver'>): boolean {
  return columnOf(proposal) === 'decided' && !proposal.passedOver;
}

export function columnOf({ state, passedOver }: Pick<ProposalSummary, 'state' | 'passedOver'>): BoardColumn {
  if (passedOver) return 'decided';
  switch (state) {
    case 'draft':
    case 'review':
      return state;
    case 'voting':
    case 'closing':
      return 'voting';
    default:
      return 'decided';
  }
}

/** How many there are in each column, and how many wait for the operator's vote. */
export function countProposals(
  proposals: readonly Pick<ProposalSummary, 'state' | 'passedOver' | 'needsMyVote'>[],
): ProposalCounts {
  const counts = { draft: 0, review: 0, voting: 0, decided: 0, mine: 0 };
  for (const proposal of proposals) {
    counts[columnOf(proposal)] += 1;
    if (proposal.needsMyVote) counts.mine += 1;
  }
  return counts;
}
