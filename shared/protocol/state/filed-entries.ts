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
    this.filing.append(lists, body.slot, { node, body, key: closureKey(body) });
  }

  ballot(open: GraphNode, body: OpenBody, electorate: Epoch): void {
    const { author: proposer } = open.entry;
    const ballot: Ballot = { open, body, slot: slotOf(body), proposer, electorate };
    this.filing.set(this.ballots, open.hash, ballot);
    if (!this.ballotsBySlot.has(ballot.slot)) this.filing.push(this.slots, ballot.slot);
    this.filing.append(this.ballotsBySlot, ballot.slot, ballot);
    this.filing.append(this.ballotsByProposal, body.proposal, ballot);
    this.filing.append(this.ballotsByProposer, proposer, ballot);
  }
}
