import { countedImport } from '../bridges/counted-imports.ts';
import type { Past } from '../closing/ballot.ts';
import { closureKey } from '../closing/ballot.ts';
import type { CellRules } from '../closing/bodies.ts';
import { isAfterEnd } from '../closing/ended.ts';
import { enteredMembers } from '../closing/entered.ts';
import { type Epoch, isMember, type Member, versionOf } from '../closing/epoch.ts';
import { leavingWithin } from '../closing/leaving.ts';
import { type BallotState, ballotState } from '../closing/proposal-state.ts';
import { type IssuedAndRevoked, issuers } from '../issuing/counted-issues.ts';
import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import { settledEnds } from '../log/settled.ts';
import { balances } from '../trust/balances.ts';
import { type CountedEndorsement, countedEndorsements } from '../trust/endorsements.ts';
import type { CellBook } from './cell-book.ts';

/** What the log of a cell amounts to; plain JSON, so that its hash is comparable. */
export interface CellState {
  readonly v: 4;
  readonly cell: string;
  readonly name: string;
  readonly epoch: number;
  /** Key of the certified set that began it; null for epoch 0. */
  readonly certifiedBy: string | null;
  readonly members: readonly Pick<Member, 'scid' | 'alias' | 'version' | 'base' | 'admittedBy'>[];
  /** Former members, with the last entry of each that counts. */
  readonly former: Readonly<Record<string, string>>;
  readonly rules: CellRules;
  readonly proposals: readonly ProposalEntry[];
  /** Whole tokens of all who are or were members, by SCID. */
  readonly balances: Readonly<Record<string, number>>;
  /** By target, source and receipt. Ranks, which change from day to day, are no part of the state. */
  readonly endorsements: readonly CountedEndorsement[];
  /** In force, by cell; `statement`: hash of what counts of what was told over it. */
  readonly bridges: readonly {
    readonly cell: string;
    readonly ballot: string;
    readonly until: number;
    readonly statement: string | null;
  }[];
  /** By SCID, of whoever issued something that counts. */
  readonly credentials: Readonly<Record<string, IssuedAndRevoked>>;
  /** Authors who signed two different entries at one place, both in the last version of themselves. */
  readonly forked: readonly string[];
  /** The cell that this one branched off from, and who has entered since; null where it was founded by itself. */
  readonly fork: { readonly parent: string; readonly entered: readonly string[] } | null;
  /** Who is leaving. */
  readonly leaving: readonly string[];
}

export interface ProposalEntry {
  readonly id: string;
  readonly number: number;
  readonly proposer: string;
  readonly title: string;
  readonly ballots: readonly {
    readonly ballot: string;
    readonly slot: string;
    readonly state: BallotState['state'];
    /** Equality key of what was certified, or null. */
    readonly certified: string | null;
    readonly tally: { readonly approve: number; readonly reject: number; readonly abstain: number } | null;
  }[];
}

/** The fold: the same set of entries gives the same state on every node, in whatever order they came. */
export function foldCell(book: CellBook): CellState | null {
  const { graph } = book;
  const ends = settledEnds(graph);
  if (ends.length === 0) return null;
  const tips = graph.mergeTips(ends);
  const settled: Past = (node) => graph.covers(tips, node);
  const epoch = book.epochAt(ends);
  const fork = book.fork();
  return {
    v: 4,
    cell: graph.cell,
    name: epoch.name,
    epoch: epoch.number,
    certifiedBy: epoch.certifiedBy,
    members: epoch.members.map(({ scid, alias, version, base, admittedBy }) => ({
      scid,
      alias,
      version,
      base,
      admittedBy,
    })),
    former: Object.fromEntries(
      [...epoch.ended].filter(([scid]) => !isMember(epoch, scid)).map(([scid, { end }]) => [scid, end]),
    ),
    rules: epoch.rules,
    proposals: [...book.drafts()]
      .filter(settled)
      .sort(compareCausally)
      .map((draft) => foldProposal(book, epoch, draft, settled))
      .filter(({ id, ballots }) => ballots.length > 0 || !isSkipped(book, epoch, id, settled)),
    balances: balances(book, settled, epoch),
    endorsements: countedEndorsements(book, settled, epoch),
    bridges: epoch.bridges.map((bridge) => {
      const { cell, ballot, until } = bridge;
      return {
        cell,
        ballot,
        until,
        statement: countedImport(book, bridge, settled, epoch)?.statement ?? null,
      };
    }),
    credentials: issuers(book, settled, epoch),
    forked: graph.forkedAuthors().filter((author) => graph.isForked(author, versionOf(epoch, author))),
    fork: fork && { parent: fork.parent, entered: enteredMembers(epoch).sort() },
    leaving: [...leavingWithin(book, epoch, settled).keys()].sort(),
  };
}

const PENDING: ReadonlySet<BallotState['state']> = new Set(['voting', 'closing']);

function foldProposal(book: CellBook, epoch: Epoch, draft: GraphNode, settled: Past): ProposalEntry {
  const ballots = book
    .ballotsOf(draft.hash)
    .filter((ballot) => settled(ballot.open))
    .sort((a, b) => compareCausally(a.open, b.open))
    .map((ballot) => {
      const state = ballotState(book, ballot.open.hash, settled);
      const tally = 'tally' in state ? state.tally : null;
      return {
        ballot: ballot.open.hash,
        slot: ballot.slot,
        state: state.state,
        certified: 'certificate' in state ? closureKey(state.certificate.closure) : null,
        tally: tally && { approve: tally.approve, reject: tally.reject, abstain: tally.abstain },
      };
    })
    .filter(({ ballot, state }) => !PENDING.has(state) || !isSkipped(book, epoch, ballot, settled));
  return {
    id: draft.hash,
    number: Number(draft.entry.body.number),
    proposer: draft.entry.author,
    title: String(draft.entry.body.title),
    ballots,
  };
}

/** What a former member drafts or opens after its end does not count, unless a cell certified it all the same. */
function isSkipped(book: CellBook, epoch: Epoch, hash: string, settled: Past): boolean {
  const node = book.graph.get(hash);
  return !node || isAfterEnd(book.graph, epoch, node, settled);
}
