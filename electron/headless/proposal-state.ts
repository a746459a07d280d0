import type { ProposalState } from '#shared/contract/domain/governance.ts';
import { t } from '#shared/words/translate.ts';

/** How a proposal stands, in a word. */
export function proposalState(state: ProposalState): string {
  return t('terminal.proposal.state', { state });
}
