import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { openStore, type Store } from '../store/store.ts';
import { CellProposals } from './cell-proposals.ts';
import type { DidService } from './did-service.ts';
import type { LocalCell } from './local-cell.ts';
import type { ProposalBook, ServiceProposal } from './proposal-book.ts';
import { StoredProposals } from './stored-proposals.ts';
import {
  type Block,
  type BlockLink,
  type BlockVote,
  CHOICES,
  type ChainVerdict,
  Choice,
  type Count,
  type Outcome,
} from './vote-chain.ts';

const DESCRIPTION_MAX_LENGTH = 10_000;

export type GovernanceEvent =
  | { readonly kind: 'proposed'; readonly proposal: ServiceProposal }
  | { readonly kind: 'voted'; readonly proposal: string; readonly voter: string; readonly choice: Choice }
  | ({ readonly kind: 'tallied'; readonly proposal: string; readonly outcome: Outcome } & Count)
  | { readonly kind: 'anchored'; readonly block: BlockLink };

export interface GovernanceOptions {
  /** Decides on the log of this cell, among its members; `store`, `dids` and `now` are then not asked. */
  cell?: LocalCell;
  store?: Store;
  /** With it, proposers and voters must be known there, and each vote carries its voter's signature. */
  dids?: DidService;
  now?: () => number;
  observe?: (event: GovernanceEvent) => void;
}

/**
 * The tutorial's proposals and votes. In a cell they are entries of its members' feeds, decided by its certificates;
 * otherwise they are counted in one store.
 */
export class GovernanceService {
  readonly #book: ProposalBook;
  readonly #observe: (event: GovernanceEvent) => void;

  constructor({ cell, store, dids, now = Date.now, observe = () => {} }: GovernanceOptions = {}) {
    this.#observe = observe;
    this.#book = cell
      ? new CellProposals(cell)
      : new StoredProposals({ store: store ?? openStore({ path: ':memory:' }), dids, now });
  }

  /** Returns the proposal's id. Throws `invalid-argument`, `too-large`, or `not-found` for an unknown proposer. */
  createProposal(proposerDid: string, description: string): string {
    requireDid('proposer', proposerDid);
    if (typeof description !== 'string' || description.trim() === '') {
      throw new GhostStackError('invalid-argument', asWritten('A proposal needs a description.'));
    }
    if (description.length > DESCRIPTION_MAX_LENGTH) {
      throw new GhostStackError(
        'too-large',
        asWritten(
          `A description has at most ${DESCRIPTION_MAX_LENGTH} characters; this one has ${description.length}.`,
        ),
      );
    }
    const proposal = this.#book.create(proposerDid, description);
    this.#observe({ kind: 'proposed', proposal });
    return proposal.id;
  }

  proposal(id: string): ServiceProposal {
    return this.#book.get(id);
  }

  proposals(): ServiceProposal[] {
    return this.#book.list();
  }

  /** One vote each; until the decision the newest counts. Throws `conflict` after it, `key-missing`, `not-found`. */
  vote(id: string, voterDid: string, choice: Choice): void {
    const parsed = parseChoice(choice);
    requireDid('voter', voterDid);
    this.#book.vote(id, voterDid, parsed);
    this.#observe({ kind: 'voted', proposal: id, voter: voterDid, choice: parsed });
  }

  votes(id: string): BlockVote[] {
    return this.#book.votes(id);
  }

  /**
   * Decides, and anchors the decision in the chain. Throws `conflict`: in a store when it is decided already, in a
   * cell while votes are missing.
   */
  tally(id: string): Outcome {
    const block = this.#book.tally(id);
    const { outcome, approve, reject, abstain } = block.content;
    this.#observe({ kind: 'tallied', proposal: id, outcome, approve, reject, abstain });
    this.#observe({ kind: 'anchored', block });
    return outcome;
  }

  /** The decisions, oldest first, each with the hash of the one before. Throws `store-corrupt`. */
  chain(): Block[] {
    return this.#book.chain();
  }

  /** Checks all of it anew from what is stored. Never throws on what it finds there. */
  verifyChain(): ChainVerdict {
    return this.#book.verify();
  }
}

function requireDid(role: string, did: string): void {
  if (typeof did !== 'string' || !/^did:[a-z0-9]+:[A-Za-z0-9._:%-]{1,200}$/.test(did)) {
    throw new GhostStackError(
      'invalid-argument',
      asWritten(`A ${role} is named by a DID, not by ${JSON.stringify(did)}.`),
    );
  }
}

function parseChoice(choice: unknown): Choice {
  const parsed = Choice.safeParse(choice);
  if (parsed.success) return parsed.data;
  throw new GhostStackError(
    'invalid-argument',
    asWritten(`A vote is ${CHOICES.join(', ')}, not ${JSON.stringify(choice) ?? 'nothing'}.`),
  );
}
