import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { openRequests } from '../../state/cell.ts';

type Shown = Partial<Pick<Slices, 'cell' | 'proposals' | 'proposalCounts'>>;

/** How many there are, also of those that are not shown. */
export function waitingVoteCount(node: Shown): number {
  const shown = (node.proposals ?? []).filter(({ needsMyVote }) => needsMyVote).length;
  const notShown = Math.max(0, (node.proposalCounts?.mine ?? 0) - shown);
  return waitingVotes(node).length + notShown;
}

/** The soonest to close first: votes that wait for the operator. Who asks to join is answered where the six words are, so it is not said twice. */
export function waitingVotes(node: Shown): ProposalSummary[] {
  const asked = openRequests(node.cell ?? null).some(({ ballot }) => ballot !== null);
  return (node.proposals ?? [])
    .filter(({ needsMyVote, kind }) => needsMyVote && !(asked && kind === 'admission'))
    .sort((a, b) => closesAtMs(a) - closesAtMs(b));
}

function closesAtMs({ deadlineAtMs }: ProposalSummary): number {
  return deadlineAtMs ?? Number.MAX_SAFE_INTEGER;
}
