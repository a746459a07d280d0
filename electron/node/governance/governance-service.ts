import { GhostStackError } from '#shared/errors.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import type { DidService } from '../identity/did-service.ts';
import { openStore, type Store } from '../store/store.ts';
import {
  type Block,
  BlockContent,
  type BlockVote,
  CHAIN_START,
  CHOICES,
  type ChainVerdict,
  Choice,
  type Count,
  count,
  makeBlock,
  type Outcome,
  outcomeOf,
  type StoredBlock,
  signedVote,
  VOTE_DOMAIN,
  verifyBlocks,
} from './vote-chain.ts';

const DESCRIPTION_MAX_LENGTH = 10_000;

export interface ServiceProposal {
  /** `P-1`, `P-2`, ... */
  readonly id: string;
  readonly proposer: string;
  readonly description: string;
  readonly state: 'OPEN' | Outcome;
  readonly createdAtMs: number;
}

export type GovernanceEvent =
  | { readonly kind: 'proposed'; readonly proposal: ServiceProposal }
  | { readonly kind: 'voted'; readonly proposal: string; readonly voter: string; readonly choice: Choice }
  | ({ readonly kind: 'tallied'; readonly proposal: string; readonly outcome: Outcome } & Count)
  | { readonly kind: 'anchored'; readonly block: Block };

export interface GovernanceOptions {
  store?: Store;
  /** With it, proposers and voters must be known there, and each vote carries its voter's signature. */
  dids?: DidService;
  now?: () => number;
  observe?: (event: GovernanceEvent) => void;
}

interface ProposalRow {
  number: number;
  proposer: string;
  description: string;
  state: ServiceProposal['state'];
  createdAtMs: number;
}

/** The tutorial's proposals and votes, counted in one store and anchored in a hash chain. */
export class GovernanceService {
  readonly #store: Store;
  readonly #dids: DidService | undefined;
  readonly #now: () => number;
  readonly #observe: (event: GovernanceEvent) => void;
  readonly #statements;

  constructor(options: GovernanceOptions = {}) {
    const { store = openStore({ path: ':memory:' }), dids, now = Date.now, observe = () => {} } = options;
    this.#store = store;
    this.#dids = dids;
    this.#now = now;
    this.#observe = observe;
    const { db } = store;
    const columns = 'number, proposer, description, state, created_at_ms AS createdAtMs';
    this.#statements = {
      proposal: db.prepare<[number], ProposalRow>(`SELECT ${columns} FROM service_proposal WHERE number = ?`),
      proposals: db.prepare<[], ProposalRow>(`SELECT ${columns} FROM service_proposal ORDER BY number`),
      propose: db.prepare<[string, string, number], ProposalRow>(
        `INSERT INTO service_proposal (proposer, description, state, created_at_ms) VALUES (?, ?, 'OPEN', ?)
         RETURNING ${columns}`,
      ),
      decide: db.prepare('UPDATE service_proposal SET state = ? WHERE number = ?'),
      vote: db.prepare(
        `INSERT INTO service_vote (proposal, voter, choice, did, signature) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (proposal, voter) DO UPDATE SET choice = excluded.choice, signature = excluded.signature`,
      ),
      votes: db.prepare<[number], BlockVote>(
        'SELECT voter, choice, did, signature FROM service_vote WHERE proposal = ? ORDER BY voter',
      ),
      anchor: db.prepare('INSERT INTO service_block (number, prev, hash, content) VALUES (?, ?, ?, ?)'),
      blocks: db.prepare<[], { number: number; prev: string; hash: string; content: string }>(
        'SELECT number, prev, hash, content FROM service_block ORDER BY number',
      ),
      tip: db.prepare<[], { number: number; hash: string }>(
        'SELECT number, hash FROM service_block ORDER BY number DESC LIMIT 1',
      ),
    };
  }

  /** Returns the proposal's id. Throws `invalid-argument`, or `not-found` for a proposer that `dids` does not know. */
  createProposal(proposerDid: string, description: string): string {
    this.#requireDid('proposer', proposerDid);
    if (typeof description !== 'string' || description.trim() === '') {
      throw new GhostStackError('invalid-argument', 'A proposal needs a description.');
    }
    if (description.length > DESCRIPTION_MAX_LENGTH) {
      throw new GhostStackError(
        'too-large',
        `A description has at most ${DESCRIPTION_MAX_LENGTH} characters; this one has ${description.length}.`,
      );
    }
    // Refuses text that could not be hashed when the votes are counted.
    canonicalize([proposerDid, description]);
    const row = this.#store.transaction(() =>
      this.#statements.propose.get(proposerDid, description, this.#now()),
    );
    if (!row) throw new GhostStackError('internal', 'The proposal was not stored.');
    const proposal = toProposal(row);
    this.#observe({ kind: 'proposed', proposal });
    return proposal.id;
  }

  proposal(id: string): ServiceProposal {
    return toProposal(this.#row(id));
  }

  proposals(): ServiceProposal[] {
    return this.#statements.proposals.all().map(toProposal);
  }

  /** What a voter's key signs, in the domain VOTE_DOMAIN: for voters whose keys are held elsewhere. */
  voteToSign(
    id: string,
    voterDid: string,
    choice: Choice,
  ): { domain: string; value: Record<string, string> } {
    const voter = this.#dids?.didKey(voterDid) ?? voterDid;
    return {
      domain: VOTE_DOMAIN,
      value: signedVote(proposalHash(this.#row(id)), voter, parseChoice(choice)),
    };
  }

  /**
   * One vote each; until the tally the newest counts. Where `dids` holds no key of the voter, the signature over
   * `voteToSign` must be given. Throws `conflict` after the tally, `bad-signature`, `key-missing`, `not-found`.
   */
  vote(id: string, voterDid: string, choice: Choice, { signature }: { signature?: string } = {}): void {
    const row = this.#row(id);
    const parsed = parseChoice(choice);
    this.#requireDid('voter', voterDid);
    const vote = this.#sign(id, voterDid, parsed, signature);
    this.#store.transaction(() => {
      this.#requireOpen(row.number);
      this.#statements.vote.run(row.number, vote.voter, vote.choice, vote.did, vote.signature);
    });
    this.#observe({ kind: 'voted', proposal: id, voter: voterDid, choice: parsed });
  }

  votes(id: string): BlockVote[] {
    return this.#statements.votes.all(this.#row(id).number);
  }

  /** Decides, once, and anchors the decision in the chain. Throws `conflict` if it is decided already. */
  tally(id: string): Outcome {
    const { number } = this.#row(id);
    const block = this.#store.transaction(() => {
      const row = this.#requireOpen(number);
      const votes = this.#statements.votes.all(number);
      const counted = count(votes);
      const tip = this.#statements.tip.get();
      const content: BlockContent = {
        number: tip === undefined ? 0 : tip.number + 1,
        prev: tip?.hash ?? CHAIN_START,
        proposal: id,
        proposalHash: proposalHash(row),
        description: row.description,
        outcome: outcomeOf(counted),
        ...counted,
        votes,
      };
      const made = makeBlock(content);
      this.#statements.anchor.run(made.number, made.prev, made.hash, canonicalize(content));
      this.#statements.decide.run(content.outcome, number);
      return made;
    });
    const { outcome, approve, reject, abstain } = block.content;
    this.#observe({ kind: 'tallied', proposal: id, outcome, approve, reject, abstain });
    this.#observe({ kind: 'anchored', block });
    return outcome;
  }

  /** The chain, oldest block first. Throws `store-corrupt` if a block cannot be read. */
  chain(): Block[] {
    return this.#storedBlocks().map((block) => {
      const content = BlockContent.safeParse(block.content);
      if (!content.success) throw new GhostStackError('store-corrupt', `Block ${block.number} is damaged.`);
      return { ...block, content: content.data };
    });
  }

  /** Recomputes the whole chain from what is stored. Never throws on what it finds there. */
  verifyChain(): ChainVerdict {
    const dids = this.#dids;
    const didOf = dids && ((voter: string) => (dids.has(voter) ? dids.didKey(voter) : null));
    const verdict = verifyBlocks(this.#storedBlocks(), didOf);
    const decided = this.proposals().filter(({ state }) => state !== 'OPEN').length;
    if (!verdict.valid || decided === verdict.blocks) return verdict;
    const problem = `${decided} proposals are decided, but the chain has ${verdict.blocks} blocks`;
    return { ...verdict, valid: false, problem };
  }

  #storedBlocks(): StoredBlock[] {
    return this.#statements.blocks.all().map((row) => ({ ...row, content: parseJson(row.content) }));
  }

  #row(id: string): ProposalRow {
    const number = typeof id === 'string' ? /^P-([1-9]\d{0,9})$/.exec(id)?.[1] : undefined;
    const row = number === undefined ? undefined : this.#statements.proposal.get(Number(number));
    if (row === undefined) {
      throw new GhostStackError('not-found', `There is no proposal ${JSON.stringify(id)}.`);
    }
    return row;
  }

  #requireOpen(number: number): ProposalRow {
    const row = this.#row(`P-${number}`);
    if (row.state !== 'OPEN') {
      throw new GhostStackError('conflict', `P-${number} is decided: it has ${row.state.toLowerCase()}.`);
    }
    return row;
  }

  #requireDid(role: string, did: string): void {
    if (typeof did !== 'string' || !/^did:[a-z0-9]+:[A-Za-z0-9._:%-]{1,200}$/.test(did)) {
      throw new GhostStackError(
        'invalid-argument',
        `A ${role} is named by a DID, not by ${JSON.stringify(did)}.`,
      );
    }
    this.#dids?.didKey(did);
  }

  #sign(id: string, voterDid: string, choice: Choice, given: string | undefined): BlockVote {
    const dids = this.#dids;
    if (dids === undefined) return { voter: voterDid, choice, did: null, signature: null };
    const { domain, value } = this.voteToSign(id, voterDid, choice);
    const signature = given ?? dids.sign(voterDid, domain, value);
    if (!dids.verify(voterDid, signature, domain, value)) {
      throw new GhostStackError('bad-signature', `${voterDid} did not sign this vote on ${id}.`);
    }
    const did = dids.didKey(voterDid);
    // One name for one voter, so that alias and DID of the same member are one vote.
    return { voter: `did:sov:${dids.ownerOf(did)}`, choice, did, signature };
  }
}

function toProposal({ number, proposer, description, state, createdAtMs }: ProposalRow): ServiceProposal {
  return { id: `P-${number}`, proposer, description, state, createdAtMs };
}

function proposalHash({ number, proposer, description, createdAtMs }: ProposalRow): string {
  return sha256Hex(canonicalize({ number, proposer, description, createdAtMs }));
}

function parseChoice(choice: unknown): Choice {
  const parsed = Choice.safeParse(choice);
  if (parsed.success) return parsed.data;
  throw new GhostStackError(
    'invalid-argument',
    `A vote is ${CHOICES.join(', ')}, not ${JSON.stringify(choice) ?? 'nothing'}.`,
  );
}

/** What does not parse is passed on as it is: the verdict on the chain names it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
