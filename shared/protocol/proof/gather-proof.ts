import { epochAfter } from '../closing/advance.ts';
import { type Ballot, type Ballots, type Closure, closureKey, everything } from '../closing/ballot.ts';
import { type Certificate, certificates } from '../closing/certificate.ts';
import { type Epoch, quorumSizes, versionOf } from '../closing/epoch.ts';
import { foundingEpoch } from '../closing/founding-epoch.ts';
import { membershipSlot } from '../closing/slot.ts';
import { type Tally, tally } from '../closing/tally.ts';
import { compareCausally, type EntryGraph, type GraphNode } from '../log/entry-graph.ts';
import { says } from '../saying.ts';
import { type DecisionProof, PROOF_ENTRIES_MAX } from './decision-proof.ts';
import { NotShown } from './not-shown.ts';
import { causalPaths, pastOfClosure } from './ways.ts';

/** Which entries show a decision, and what they show. */
export interface GatheredProof {
  readonly claim: Omit<DecisionProof, 'format' | 'entries'>;
  /** What the check asks for by itself. */
  readonly needed: ReadonlySet<GraphNode>;
  /** Ways from one of those to another: where the rest tells as much, one of them may be spared. */
  readonly ways: ReadonlySet<GraphNode>;
}

/**
 * What somebody needs who has nothing of the log, to see what a ballot came to (docs/protocol.md, "A decision as a
 * file").
 * @throws {NotShown} while nothing is certified, and where more would be needed than a proof holds
 */
export function gatherProof(ballots: Ballots, hash: string): GatheredProof {
  const ballot = ballots.ballot(hash);
  if (!ballot) throw new NotShown(says('error.proof.undecided'));
  const certificate = certificateOf(ballots, ballot.slot);
  if (certificate.closure.ballot !== hash) throw new NotShown(says('error.proof.superseded'));
  const gathering = new Gathering(ballots);
  gathering.decision(ballot, certificate);
  const { closes } = certificate.closure;
  const counted = tally(ballots, certificate.closure);
  const { outcome } = counted;
  const cell = ballots.graph.cell;
  return {
    claim: { cell, ballot: hash, closes: [...closes], outcome, votes: votesOf(counted) },
    ...gathering,
  };
}

function votesOf({ votes }: Tally): DecisionProof['votes'] {
  return votes.map(({ member, vote }) => ({
    member,
    vote: vote.kind === 'counted' ? vote.choice : vote.kind,
  }));
}

function certificateOf(ballots: Ballots, slot: string): Certificate {
  const [certificate, other] = certificates(ballots, everything, slot);
  if (other) throw new NotShown(says('error.proof.forked'));
  if (!certificate) throw new NotShown(says('error.proof.undecided'));
  return certificate;
}

class Gathering {
  readonly needed = new Set<GraphNode>();
  readonly ways = new Set<GraphNode>();
  readonly #ballots: Ballots;
  readonly #graph: EntryGraph;

  constructor(ballots: Ballots) {
    this.#ballots = ballots;
    this.#graph = ballots.graph;
  }

  decision(ballot: Ballot, certificate: Certificate): void {
    this.#need(this.#node(this.#graph.cell));
    const acts = this.#certified(ballot, certificate);
    this.#textOf(ballot);
    const followed = Math.max(ballot.electorate.number, this.#lastEpoch(acts));
    for (let at = 0; at < followed; at += 1) {
      const chain = certificateOf(this.#ballots, membershipSlot(at));
      this.#certified(this.#ballots.ballot(chain.closure.ballot) as Ballot, chain);
    }
  }

  /** Returns what was done about the ballot: the keys under which it was are to be explained. */
  #certified(ballot: Ballot, { closure, round }: Certificate): GraphNode[] {
    const { needed, ends } = pastOfClosure(this.#graph, ballot.open, this.#nodes(closure.closes));
    for (const node of needed) this.#need(node);
    const confirms = this.#confirms(ballot, closure, round);
    for (const node of confirms) this.#need(node);
    const evidence = this.#voided(ballot, closure);
    const found = this.#node(this.#graph.cell);
    const before = [...ends, ...evidence.filter((node) => !needed.includes(node))].filter(
      (node) => node !== found,
    );
    for (const node of causalPaths(this.#graph, ballot.open, before)) this.ways.add(node);
    const about = needed.filter((node) => node.entry.body.ballot === ballot.open.hash);
    return [ballot.open, ...about, ...confirms, ...evidence];
  }

  /** As few as it takes, and those that came first. */
  #confirms({ slot, electorate }: Ballot, closure: Closure, round: number): GraphNode[] {
    const key = closureKey(closure);
    const first = new Map<string, GraphNode>();
    const equal = this.#ballots.confirms(slot).filter((one) => one.key === key && one.body.round === round);
    const nodes = equal
      .map(({ node }) => node)
      .sort((a, b) => a.version - b.version || compareCausally(a, b));
    for (const node of nodes) if (!first.has(node.entry.author)) first.set(node.entry.author, node);
    return [...first.values()].slice(0, quorumSizes(electorate).q);
  }

  /** For each vote that is void the two entries of one place, and what shows that both were made by a member. */
  #voided(ballot: Ballot, closure: Closure): GraphNode[] {
    const within = pastOfClosure(this.#graph, ballot.open, this.#nodes(closure.closes)).isWithin;
    return tally(this.#ballots, closure).votes.flatMap(({ member, vote }) => {
      if (vote.kind !== 'void') return [];
      const admission = this.#node(
        ballot.electorate.members.find(({ scid }) => scid === member)?.admittedBy ?? '',
      );
      const version = versionOf(ballot.electorate, member);
      for (const place of this.#graph.forkedPlaces(member)) {
        const two = place.filter((node) => node.version >= version && within(node));
        const since = two.find((node) => this.#graph.inPast(admission, node));
        const other = two.find((node) => node !== since);
        if (!since || !other) continue;
        this.#need(since);
        this.#need(other);
        if (admission.hash !== this.#graph.cell)
          for (const node of causalPaths(this.#graph, since, [admission])) this.ways.add(node);
        return [since, other];
      }
      return [];
    });
  }

  /** From the `open` back to its draft, by the proposer's own branch. */
  #textOf({ open, body }: Ballot): void {
    for (let node: GraphNode | null = open; node; node = node.prev) {
      this.#need(node);
      if (node.hash === body.proposal) return;
    }
  }

  /** The number of the first epoch that explains each key under which these stand. */
  #lastEpoch(acts: readonly GraphNode[]): number {
    const epochs = this.#epochs();
    return Math.max(
      ...acts.map(({ entry, version }) =>
        Math.max(
          0,
          epochs.findIndex((epoch) => versionOf(epoch, entry.author) >= version),
        ),
      ),
    );
  }

  #epochs(): Epoch[] {
    const epochs = [foundingEpoch(this.#node(this.#graph.cell))];
    for (;;) {
      const last = epochs.at(-1) as Epoch;
      const [certificate, other] = certificates(this.#ballots, everything, membershipSlot(last.number));
      if (!certificate || other) return epochs;
      epochs.push(epochAfter(this.#ballots, last, certificate.closure));
    }
  }

  #need(node: GraphNode): void {
    this.needed.add(node);
    if (this.needed.size > PROOF_ENTRIES_MAX)
      throw new NotShown(says('error.proof.large', { limit: PROOF_ENTRIES_MAX }));
  }

  #node(hash: string): GraphNode {
    return this.#graph.get(hash) as GraphNode;
  }

  #nodes(hashes: readonly string[]): GraphNode[] {
    return hashes.map((hash) => this.#node(hash));
  }
}
