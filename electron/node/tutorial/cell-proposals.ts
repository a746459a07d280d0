import { GhostStackError } from '#shared/contract/errors.ts';
import { TITLE_MAX } from '#shared/protocol/limits.ts';
import { asWritten, inEnglish } from '#shared/protocol/saying.ts';
import { verifyHeldLog } from '../cell/reading/log-report.ts';
import { readEntry } from '../log/read-entry.ts';
import {
  certificateChain,
  type NumberedProposal,
  ordinaryProposals,
  outcomeOf,
} from './certificate-chain.ts';
import { ALIAS_PREFIX } from './did-service.ts';
import type { LocalCell } from './local-cell.ts';
import { noProposal, type ProposalBook, type ServiceProposal } from './proposal-book.ts';
import type { Block, BlockVote, ChainVerdict, Choice } from './vote-chain.ts';

/** The tutorial's proposals and votes as entries in the feeds of a cell's members, decided by certificates. */
export class CellProposals implements ProposalBook {
  readonly #cell: LocalCell;

  constructor(cell: LocalCell) {
    this.#cell = cell;
  }

  create(proposerDid: string, description: string): ServiceProposal {
    const title = description.trim().slice(0, TITLE_MAX);
    const text = title === description ? '' : description;
    const draft = this.#cell.act(proposerDid, ({ decisions }) =>
      decisions.propose({ title, text, open: true }),
    );
    const created = this.#numbered().find(({ summary }) => summary.id === draft);
    if (!created)
      throw new GhostStackError('internal', asWritten('A proposal that was just opened is not in the log.'));
    return this.#service(created);
  }

  get(id: string): ServiceProposal {
    return this.#service(this.#require(id));
  }

  list(): ServiceProposal[] {
    return this.#numbered().map((numbered) => this.#service(numbered));
  }

  vote(id: string, voterDid: string, choice: Choice): void {
    const { summary } = this.#require(id);
    this.#cell.act(voterDid, ({ decisions }) => decisions.vote(summary.id, choice, null));
  }

  votes(id: string): BlockVote[] {
    const { summary } = this.#require(id);
    const { decisions, node } = this.#cell.first;
    const { seats, records } = decisions.detail(summary.id);
    return seats.flatMap(({ name, choice }, seat) => {
      const entry = node.log.graph.get(records[seat]?.vote?.hash ?? '');
      if (!choice || !entry) return [];
      const { signature } = readEntry(node.log.textOf(entry));
      return [
        {
          voter: ALIAS_PREFIX + name,
          choice,
          did: this.#cell.member(name).key.did,
          signature: signature ?? '',
        },
      ];
    });
  }

  /** The members have closed, signed and confirmed as soon as all had voted; here their certificate is read. */
  tally(id: string): Block {
    const { summary } = this.#require(id);
    const block = this.chain().find(({ content }) => content.proposal === id);
    if (block) return block;
    const missing = summary.seats.filter(({ choice }) => choice === null).map(({ name }) => name);
    throw new GhostStackError(
      'conflict',
      asWritten(
        `${id} is not decided: ${missing.join(', ')} can still vote. Without them the members close after its deadline.`,
      ),
    );
  }

  chain(): Block[] {
    return certificateChain(this.#numbered()).map(
      ({ proposal, outcome, approve, reject, abstain, ...link }) => {
        const { number, prev } = link;
        const { description } = this.#service(proposal);
        const votes = this.votes(proposal.id);
        const names = { proposal: proposal.id, proposalHash: proposal.summary.id, description };
        return { ...link, content: { number, prev, ...names, outcome, approve, reject, abstain, votes } };
      },
    );
  }

  /** Replays the log of every member; all must come to one state. */
  verify(): ChainVerdict {
    const reports = this.#cell.members.map(({ node }) => verifyHeldLog(node));
    const broken = reports.find(({ ok }) => !ok)?.problem ?? null;
    const states = new Set(reports.map(({ stateHash }) => stateHash));
    const different = states.size > 1 ? 'The members hold different logs.' : null;
    const problem = broken ? inEnglish(broken) : different;
    return { valid: problem === null, blocks: problem === null ? this.#blocks() : 0, problem };
  }

  #blocks(): number {
    return certificateChain(this.#numbered()).length;
  }

  #numbered(): NumberedProposal[] {
    return ordinaryProposals(this.#cell.first.decisions.list());
  }

  #require(id: string): NumberedProposal {
    const found = this.#numbered().find((numbered) => numbered.id === id);
    if (!found) throw noProposal(id);
    return found;
  }

  #service({ id, summary }: NumberedProposal): ServiceProposal {
    const { title, text } = this.#cell.first.decisions.detail(summary.id);
    const isOpen = summary.state === 'voting' || summary.state === 'closing';
    return {
      id,
      proposer: ALIAS_PREFIX + summary.proposer,
      description: text === '' ? title : text,
      state: isOpen ? 'OPEN' : outcomeOf(summary),
      createdAtMs: summary.createdAtMs,
    };
  }
}
