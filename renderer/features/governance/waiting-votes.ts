import type { ProposalSummary } from '#shared/domain/governance.ts';
import type { Slices } from '#shared/domain/snapshot.ts';
import { openRequests } from '../../app/cell.ts';

/** Votes that wait for the operator. Who asks to join is answered where the six words are, so it is not said twice. */
export function waitingVotes(node: Partial<Pick<Slices, 'cell' | 'proposals'>>): ProposalSummary[] {
  const asked = openRequests(node.cell ?? null).some(({ ballot }) => ballot !== null);
  return (node.proposals ?? []).filter(
    ({ needsMyVote, kind }) => needsMyVote && !(asked && kind === 'admission'),
  );
}
