import type { Attestation, Ballot } from '../closing/ballot.ts';
import { closureKey } from '../closing/ballot.ts';
import type { OpenBody, SignBody } from '../closing/bodies.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { Parting } from '../closing/leaving.ts';
import { slotOf } from '../closing/slot.ts';
import type { Branch } from '../forks/parting-rules.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { Filing } from './filing.ts';

type Lists<V> = Map<string, V[]>;

/**
 * By what entries are filed: revisions, calls for review and comments by proposal, approvals of notes by the note, the
 * others by ballot.
 */
export type ListName = 'deliberation' | 'votes' | 'withdraws' | 'closes' | 'scarNotes' | 'scarHeals';
/** By slot. */
export type AttestedName = 'signs' | 'confirms';

/** Entries that were judged before this start, filed once somebody asks for them. */
export interface Earlier {
  /** What is about one entry, in the order in which it was applied. */
  about(name: ListName, hash: string): GraphNode[];
  /** The same about these ballots, which are those of a slot. */
  attested(name: AttestedName, ballots: readonly Ballot[]): Attestation[];
  /** Whether what was confirmed of a ballot first was confirmed by as many as certify it. */
  isConfirmed(ballot: Ballot): boolean;
}

/** Valid entries by what they are about, in the order in which they were applied. */
export class FiledEntries {
  readonly drafts: GraphNode[] = [];
  readonly draftsByHash = new Map<string, GraphNode>();
  /** By the number that they give themselves, as text. */
  readonly draftsByNumber: Lists<GraphNode> = new Map();
  readonly ballots = new Map<string, Ballot>();
  readonly ballotsBySlot: Lists<Ballot> = new Map();
  readonly slots: string[] = [];
  readonly ballotsByProposal: Lists<Ballot> = new Map();
  readonly ballotsByProposer: Lists<Ballot> = new Map();
  /** By the member that they are about. */
  readonly proofs: Lists<GraphNode> = new Map();
  /** By the cell that they found, the valid ones. */
  readonly branches: Lists<Branch> = new Map();
  /** By author, whatever they are; of each own branch those that are not too many. */
  readonly branchesByAuthor: Lists<GraphNode> = new Map();
  readonly enters: GraphNode[] = [];
  /** By author. */
  readonly leaves: Lists<Parting> = new Map();
  readonly stays: Lists<Parting> = new Map();
  readonly filing = new Filing();
  readonly #lists: Readonly<Record<ListName, Lists<GraphNode>>> = {
    deliberation: new Map(),
    votes: new Map(),
    withdraws: new Map(),
    closes: new Map(),
    scarNotes: new Map(),
    scarHeals: new Map(),
  };
  readonly #attested: Readonly<Record<AttestedName, Lists<Attestation>>> = {
    signs: new Map(),
    confirms: new Map(),
  };
  #earlier: Earlier | null = null;

  /** While nothing is filed but drafts, ballots and proofs. */
  follow(earlier: Earlier): void {
    this.#earlier = earlier;
  }

  list(name: ListName, about: string): readonly GraphNode[] {
    return listed(this.#lists[name], about, () => this.#earlier?.about(name, about));
  }

  attestations(name: AttestedName, slot: string): readonly Attestation[] {
    const ballots = this.ballotsBySlot.get(slot) ?? [];
    return listed(this.#attested[name], slot, () => this.#earlier?.attested(name, ballots));
  }

  /** True where a slot was certified before this start; what came since may have certified others. */
  wasCertified(slot: string): boolean {
    const earlier = this.#earlier;
    return earlier !== null && (this.ballotsBySlot.get(slot) ?? []).some((one) => earlier.isConfirmed(one));
  }

  draft(node: GraphNode): void {
    this.filing.push(this.drafts, node);
    this.filing.set(this.draftsByHash, node.hash, node);
    this.filing.append(this.draftsByNumber, String(node.entry.body.number), node);
  }

  under(name: ListName, about: string, node: GraphNode): void {
    // What came before it stands before it.
    this.list(name, about);
    this.filing.append(this.#lists[name], about, node);
  }

  proof(member: string, node: GraphNode): void {
    this.filing.append(this.proofs, member, node);
  }

  branch(branch: Branch): void {
    this.filing.append(this.branches, branch.cell, branch);
  }

  /** Any `branch`, valid or not. */
  branched(node: GraphNode): void {
    this.filing.append(this.branchesByAuthor, node.entry.author, node);
  }

  enter(node: GraphNode): void {
    this.filing.push(this.enters, node);
  }

  part(name: 'leaves' | 'stays', parting: Parting): void {
    this.filing.append(this[name], parting.node.entry.author, parting);
  }

  attest(name: AttestedName, node: GraphNode, body: SignBody): void {
    const key = closureKey(body);
    // A set of closes is long, and signed and confirmed by all.
    const alike = (['signs', 'confirms'] as const)
      .flatMap((filed) => this.attestations(filed, body.slot))
      .filter((one) => one.key === key);
    const [first] = alike;
    const same = alike.find((one) => one.body.round === body.round);
    const shared = same?.body ?? (first ? { ...first.body, round: body.round } : body);
    const attestation = { node, body: shared, key: first?.key ?? key };
    this.filing.append(this.#attested[name], body.slot, attestation);
  }

  ballot(open: GraphNode, body: Decisive, electorate: Epoch): void {
    const { author: proposer } = open.entry;
    const ballot: Ballot = { open, body: withText(open, body), slot: slotOf(body), proposer, electorate };
    this.filing.set(this.ballots, open.hash, ballot);
    if (!this.ballotsBySlot.has(ballot.slot)) this.filing.push(this.slots, ballot.slot);
    this.filing.append(this.ballotsBySlot, ballot.slot, ballot);
    this.filing.append(this.ballotsByProposal, body.proposal, ballot);
    this.filing.append(this.ballotsByProposer, proposer, ballot);
  }
}

const NOTHING: readonly never[] = [];

/** What is asked for once is kept. */
function listed<V>(lists: Lists<V>, key: string, earlier: () => V[] | undefined): readonly V[] {
  const known = lists.get(key);
  if (known) return known;
  const found = earlier();
  if (!found || found.length === 0) return NOTHING;
  lists.set(key, found);
  return found;
}

/** Of what opens a ballot, all that something is decided by. */
export type Decisive = Omit<OpenBody, 'text'>;

/** The text is long, and read by people: it stays where the entry is. */
function withText(open: GraphNode, { proposal, attempt, epoch, rules, change }: Decisive): OpenBody {
  return {
    proposal,
    attempt,
    epoch,
    rules,
    ...(change ? { change } : {}),
    get text() {
      return String(open.entry.body.text);
    },
  };
}
