import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { Block, BlockVote, ChainVerdict, Choice, Outcome } from './vote-chain.ts';

export interface ServiceProposal {
  /** `P-1`, `P-2`, ... */
  readonly id: string;
  readonly proposer: string;
  readonly description: string;
  readonly state: 'OPEN' | Outcome;
  readonly createdAtMs: number;
}

/** Where a GovernanceService keeps its proposals and votes. Arguments have been checked for their form. */
export interface ProposalBook {
  create(proposerDid: string, description: string): ServiceProposal;
  /** Throws `not-found`. */
  get(id: string): ServiceProposal;
  list(): ServiceProposal[];
  vote(id: string, voterDid: string, choice: Choice): void;
  votes(id: string): BlockVote[];
  /** Decides and anchors. Throws `conflict` when that cannot be done now. */
  tally(id: string): Block;
  /** Oldest first. */
  chain(): Block[];
  /** Never throws on what it finds there. */
  verify(): ChainVerdict;
}

export function noProposal(id: unknown): GhostStackError {
  return new GhostStackError('not-found', asWritten(`There is no proposal ${JSON.stringify(id)}.`));
}
