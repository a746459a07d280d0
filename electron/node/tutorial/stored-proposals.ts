import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import type { Store } from '../store/store.ts';
import { ALIAS_PREFIX, type DidService } from './did-service.ts';
import { noProposal, type ProposalBook, type ServiceProposal } from './proposal-book.ts';
import {
  type Block,
  BlockContent,
  type BlockVote,
  CHAIN_START,
  type ChainVerdict,
  type Choice,
  count,
  makeBlock,
  outcomeOf,
  type StoredBlock,
  signedVote,
  VOTE_DOMAIN,
  verifyBlocks,
} from './vote-chain.ts';

interface ProposalRow {
  number: number;
  proposer: string;
  description: string;
  state: ServiceProposal['state'];
  createdAtMs: number;
}

export interface StoredProposalsOptions {
  readonly store: Store;
  readonly dids: DidService | undefined;
  readonly now: () => number;
}

/** The tutorial's proposals and votes, counted in one store and anchored in a hash chain. */
export class StoredProposals implements ProposalBook {
  readonly #store: Store;
  readonly #dids: DidService | undefined;
  readonly #now: () => number;
  readonly #statements;

  constructor({ store, dids, now }: StoredProposalsOptions) {
    this.#store = store;
    this.#dids = dids;
    this.#now = now;
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

  /** Throws `not-found` for a proposer that `dids` does not know. */
  create(proposerDid: string, description: string): ServiceProposal {
    this.#dids?.didKey(proposerDid);
    // Refuses text that could not be hashed when the votes are counted.
    canonicalize([proposerDid, description]);
    const row = this.#store.transaction(() =>
      this.#statements.propose.get(proposerDid, description, this.#now()),
    );
    if (!row) throw new GhostStackError('internal', asWritten('The proposal was not stored.'));
    return toProposal(row);
  }

  get(id: string): ServiceProposal {
    return toProposal(this.#row(id));
  }

  list(): ServiceProposal[] {
    return this.#statements.proposals.all().map(toProposal);
  }

  /** Throws `conflict` after the tally, `key-missing` where `dids` holds no key of the voter, or `not-found`. */
  vote(id: string, voterDid: string, choice: Choice): void {
    const row = this.#row(id);
    const vote = this.#sign(row, voterDid, choice);
    this.#store.transaction(() => {
      this.#requireOpen(row.number);
      this.#statements.vote.run(row.number, vote.voter, vote.choice, vote.did, vote.signature);
    });
  }

  votes(id: string): BlockVote[] {
    return this.#statements.votes.all(this.#row(id).number);
  }

  tally(id: string): Block {
    const { number } = this.#row(id);
    return this.#store.transaction(() => {
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
  }

  /** Throws `store-corrupt` if a block cannot be read. */
  chain(): Block[] {
    return this.#storedBlocks().map((block) => {
      const content = BlockContent.safeParse(block.content);
      if (!content.success)
        throw new GhostStackError('store-corrupt', asWritten(`Block ${block.number} is damaged.`));
      return { ...block, content: content.data };
    });
  }

  /** Recomputes the whole chain from what is stored. */
  verify(): ChainVerdict {
    const dids = this.#dids;
    const didOf = dids && ((voter: string) => (dids.has(voter) ? dids.didKey(voter) : null));
    const verdict = verifyBlocks(this.#storedBlocks(), didOf);
    const decided = this.list().filter(({ state }) => state !== 'OPEN').length;
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
    if (row === undefined) throw noProposal(id);
    return row;
  }

  #requireOpen(number: number): ProposalRow {
    const row = this.#row(`P-${number}`);
    if (row.state !== 'OPEN') {
      throw new GhostStackError(
        'conflict',
        asWritten(`P-${number} is decided: it has ${row.state.toLowerCase()}.`),
      );
    }
    return row;
  }

  #sign(row: ProposalRow, voterDid: string, choice: Choice): BlockVote {
    const dids = this.#dids;
    if (dids === undefined) return { voter: voterDid, choice, did: null, signature: null };
    const did = dids.didKey(voterDid);
    const signature = dids.sign(did, VOTE_DOMAIN, signedVote(proposalHash(row), did, choice));
    // One name for one voter, so that alias and DID of the same member are one vote.
    return { voter: ALIAS_PREFIX + dids.ownerOf(did), choice, did, signature };
  }
}

function toProposal({ number, proposer, description, state, createdAtMs }: ProposalRow): ServiceProposal {
  return { id: `P-${number}`, proposer, description, state, createdAtMs };
}

function proposalHash({ number, proposer, description, createdAtMs }: ProposalRow): string {
  return sha256Hex(canonicalize({ number, proposer, description, createdAtMs }));
}

/** What does not parse is passed on as it is: the verdict on the chain names it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
