/** What a cell's proposals are to the tutorial: `P-1`, `P-2`, ... without housekeeping, and a chain of decisions. */
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { type BlockLink, CHAIN_START, type Count, type Outcome } from './vote-chain.ts';

/** A proposal of a cell under the number that it has among those which change neither members nor rules. */
export interface NumberedProposal {
  /** `P-1`: admissions take numbers in the cell, so its own label may be `P-2`. */
  readonly id: string;
  readonly summary: ProposalSummary;
}

/** A decision as a block: its hash is that of the certificate, which names the votes' closes, and so all before. */
export interface CertifiedBlock extends BlockLink, Count {
  readonly proposal: NumberedProposal;
  readonly outcome: Outcome;
}

/** Ordinary proposals whose vote was opened, oldest first. */
export function ordinaryProposals(summaries: readonly ProposalSummary[]): NumberedProposal[] {
  return summaries
    .filter(({ kind, state }) => kind === 'proposal' && state !== 'draft' && state !== 'review')
    .sort((a, b) => numberOf(a) - numberOf(b) || (a.id < b.id ? -1 : 1))
    .map((summary, index) => ({ id: `P-${index + 1}`, summary }));
}

/** The certified ones in the order of their decisions, each with the hash of the one before. */
export function certificateChain(proposals: readonly NumberedProposal[]): CertifiedBlock[] {
  const decided = proposals.flatMap((proposal) => {
    const { certificate, decidedAtMs } = proposal.summary;
    return certificate ? [{ proposal, hash: certificate.hash, atMs: decidedAtMs ?? 0 }] : [];
  });
  decided.sort((a, b) => a.atMs - b.atMs || numberOf(a.proposal.summary) - numberOf(b.proposal.summary));
  return decided.map(({ proposal, hash }, number) => ({
    number,
    prev: decided[number - 1]?.hash ?? CHAIN_START,
    hash,
    proposal,
    outcome: outcomeOf(proposal.summary),
    ...proposal.summary.tally,
  }));
}

/** The tutorial knows two outcomes: a ballot that expired, or was withdrawn, has failed. */
export function outcomeOf({ state }: ProposalSummary): Outcome {
  return state === 'passed' ? 'PASSED' : 'FAILED';
}

/** `3` of `P-3` and of `P-3·alice`. */
function numberOf({ label }: ProposalSummary): number {
  return Number.parseInt(label.slice('P-'.length), 10);
}
