import type { Attestation, Ballot } from '../closing/ballot.ts';
import { closureKey } from '../closing/ballot.ts';
import type { OpenBody, SignBody } from '../closing/bodies.ts';
import type { Epoch } from '../closing/epoch.ts';
import { slotOf } from '../closing/slot.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { Filing } from './filing.ts';

type Lists<V> = Map<string, V[]>;

/** Valid entries by what they are about, in the order in which they were applied. */
export class FiledEntries {
  readonly drafts: GraphNode[] = [];
  readonly draftsByHash = new Map<string, GraphNode>();
  /** By the number that they give themselves, as text. */
  readonly draftsByNumber: Lists<GraphNode> = new Map();
  /** Revisions, calls for review and comments, by proposal. */
  readonly deliberation: Lists<GraphNode> = new Map();
  readonly ballots = new Map<string, Ballot>();
  readonly ballotsBySlot: Lists<Ballot> = new Map();
  readonly slots: string[] = [];
  readonly ballotsByProposal: Lists<Ballot> = new Map();
  readonly ballotsByProposer: Lists<Ballot> = new Map();
  /** By ballot. */
  readonly votes: Lists<GraphNode> = new Map();
  readonly withdraws: Lists<GraphNode> = new Map();
  readonly closes: Lists<GraphNode> = new Map();
  /** By slot. */
  readonly signs: Lists<Attestation> = new Map();
  readonly confirms: Lists<Attestation> = new Map();
  /** By the member that they are about. */
  readonly proofs: Lists<GraphNode> = new Map();
  readonly filing = new Filing();

  draft(node: GraphNode): void {
    this.filing.push(this.drafts, node);
    this.filing.set(this.draftsByHash, node.hash, node);
    this.filing.append(this.draftsByNumber, String(node.entry.body.number), node);
  }

  under(lists: Lists<GraphNode>, about: string, node: GraphNode): void {
    this.filing.append(lists, about, node);
  }

  attestation(lists: Lists<Attestation>, node: GraphNode, body: SignBody): void {
    const key = closureKey(body);
    // A set of closes is long, and signed and confirmed by all.
    const alike = [this.signs, this.confirms]
      .flatMap((filed) => filed.get(body.slot) ?? [])
      .filter((one) => one.key === key);
    const [first] = alike;
    const same = alike.find((one) => one.body.round === body.round);
    const shared = same?.body ?? (first ? { ...first.body, round: body.round } : body);
    this.attest(lists, { node, body: shared, key: first?.key ?? key });
  }

  attest(lists: Lists<Attestation>, attestation: Attestation): void {
    this.filing.append(lists, attestation.body.slot, attestation);
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
