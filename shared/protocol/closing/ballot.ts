import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { EntryTexts } from '../log/entry-texts.ts';
import type { OpenBody, SignBody } from './bodies.ts';
import type { Epoch } from './epoch.ts';
import type { Partings } from './leaving.ts';
import type { MemberLogs } from './member-logs.ts';

/** A set of entries, usually the causal past of one of them. */
export type Past = (node: GraphNode) => boolean;

/** One valid `open`: what is voted on, by whom. */
export interface Ballot {
  readonly open: GraphNode;
  readonly body: OpenBody;
  readonly slot: string;
  readonly proposer: string;
  /** E: frozen by the draft, or the epoch of the membership slot. */
  readonly electorate: Epoch;
}

/** A set of closes of one ballot: what is signed, confirmed and counted (CLOSING: v). */
export interface Closure {
  readonly ballot: string;
  readonly closes: readonly string[];
}

/** Equal sets have equal keys: the bodies hold them sorted. */
export function closureKey({ ballot, closes }: Closure): string {
  return `${ballot}:${closes.join(',')}`;
}

/** What a count asks of a graph of causes. */
export type CountedGraph = Pick<
  EntryGraph,
  'get' | 'inPast' | 'covers' | 'mergeTips' | 'isForked' | 'forkedPlaces'
>;

/** What a certificate and its count are read from; valid entries only, in the order in which they were applied. */
export interface Countable {
  readonly graph: CountedGraph;
  /** The rules of DID logs. */
  readonly logs: MemberLogs;
  ballot(hash: string): Ballot | undefined;
  votes(ballot: string): readonly GraphNode[];
  withdraws(ballot: string): readonly GraphNode[];
  confirms(slot: string): readonly Attestation[];
  /** `enter` entries, in a cell that branched off. */
  enters(): readonly GraphNode[];
  /** Members of an epoch who are leaving within a set, with the `leave` that counts. */
  leaving(epoch: Epoch, within: Past): ReadonlyMap<string, GraphNode>;
}

/** Everything a set of entries says about its ballots; validity was judged entry by entry. */
export interface Ballots extends Countable, Partings {
  readonly graph: EntryGraph;
  /** Reads entries of other cells in bodies. */
  readonly texts: EntryTexts;
  ballotsIn(slot: string): readonly Ballot[];
  ballotsOf(proposal: string): readonly Ballot[];
  ballotsBy(proposer: string): readonly Ballot[];
  closes(ballot: string): readonly GraphNode[];
  signs(slot: string): readonly Attestation[];
  /** Proofs that this member signed two different entries at one place. */
  proofs(member: string): readonly GraphNode[];
}

/** What members act on: ballots, with the proposals before them and the epoch at any place. */
export interface Decidable extends Ballots {
  /** The highest epoch that a set of entries certifies, given by the tips that it ends in. */
  epochAt(nodes: readonly GraphNode[]): Epoch;
  /** Valid revisions, calls for review and comments that name a proposal, in the order in which they came. */
  deliberationOn(proposal: string): readonly GraphNode[];
  /** Slots that have a ballot, in the order in which they were opened here. */
  slots(): readonly string[];
}

/** A valid `sign` or `confirm`. */
export interface Attestation {
  readonly node: GraphNode;
  readonly body: SignBody;
  /** `closureKey(body)`. */
  readonly key: string;
}

export const everything: Past = () => true;

export function causalPast(graph: CountedGraph, of: GraphNode): Past {
  return (node) => graph.inPast(node, of);
}

/** What an entry whose parents are these would have in its past. */
export function pastOf(graph: CountedGraph, parents: readonly GraphNode[]): Past {
  const tips = graph.mergeTips(parents);
  return (node) => graph.covers(tips, node);
}

/** Causal closure of a set of closes (CLOSING: C). */
export function closureOf(ballots: Countable, closure: Closure): Past {
  const nodes = closure.closes.map((hash) => ballots.graph.get(hash)).filter((node) => node !== undefined);
  return pastOf(ballots.graph, nodes);
}
