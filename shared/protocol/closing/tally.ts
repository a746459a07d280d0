import { majorityOf } from '../limits.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballot, type Closure, type Countable, causalPast, closureOf, type Past } from './ballot.ts';
import type { Choice } from './bodies.ts';
import { type Member, versionOf } from './epoch.ts';

export type Outcome = 'passed' | 'failed' | 'expired' | 'withdrawn';

export type CountedVote =
  | { readonly kind: 'counted'; readonly choice: Choice; readonly vote: string }
  | { readonly kind: 'void' }
  | { readonly kind: 'none' };

export interface Tally {
  readonly outcome: Outcome;
  readonly approve: number;
  readonly reject: number;
  readonly abstain: number;
  /** Per member of the electorate, in join order. */
  readonly votes: readonly { readonly member: string; readonly vote: CountedVote }[];
}

/**
 * The outcome of a closure (CLOSING: tally): pure, integers only, read from the causal closure of its closes and
 * from nothing else, so that what arrives later changes nothing.
 */
export function tally(ballots: Countable, closure: Closure): Tally {
  const ballot = ballots.ballot(closure.ballot);
  if (!ballot) throw new RangeError(`there is no ballot ${closure.ballot}`);
  const within = closureOf(ballots, closure);
  const votes = ballot.electorate.members.map((member) => ({
    member: member.scid,
    vote: voteOf(ballots, ballot, member, within),
  }));
  const count = (choice: Choice): number =>
    votes.filter(({ vote }) => vote.kind === 'counted' && vote.choice === choice).length;
  const counts = { approve: count('APPROVE'), reject: count('REJECT'), abstain: count('ABSTAIN') };
  const outcome = isWithdrawn(ballots, closure.ballot, within) ? 'withdrawn' : decide(counts, ballot);
  return { outcome, ...counts, votes };
}

function decide(
  counts: { approve: number; reject: number; abstain: number },
  { body, electorate }: Ballot,
): Outcome {
  const { approve, reject, abstain } = counts;
  const { rules, change } = body;
  if (approve + reject + abstain < rules.quorum) return 'expired';
  if (change && approve < majorityOf(electorate.members.length)) return 'failed';
  const [numerator, denominator] = rules.threshold;
  const passed = approve + reject > 0 && approve * denominator > numerator * (approve + reject);
  return passed ? 'passed' : 'failed';
}

/** A withdraw counts when no vote lies in its own past, whatever else lies in the closure. */
function isWithdrawn(ballots: Countable, ballot: string, within: Past): boolean {
  return ballots.withdraws(ballot).some((withdraw) => {
    if (!within(withdraw)) return false;
    const before = causalPast(ballots.graph, withdraw);
    return !ballots.votes(ballot).some(before);
  });
}

function voteOf(ballots: Countable, ballot: Ballot, member: Member, within: Past): CountedVote {
  const version = versionOf(ballot.electorate, member.scid);
  if (equivocatedWithin(ballots, member, version, within)) return { kind: 'void' };
  let newest: GraphNode | null = null;
  for (const vote of ballots.votes(ballot.open.hash)) {
    if (vote.entry.author !== member.scid || !within(vote)) continue;
    if (!newest || comesAfter(vote, newest)) newest = vote;
  }
  if (!newest) return { kind: 'none' };
  return { kind: 'counted', choice: newest.entry.body.choice as Choice, vote: newest.hash };
}

/** By version, generation and number. */
function comesAfter(a: GraphNode, b: GraphNode): boolean {
  return (a.version - b.version || a.entry.gen - b.entry.gen || a.entry.seq - b.entry.seq) > 0;
}

/**
 * Two different entries of one (gen, seq) in the closure, made since the latest admission of their author, and both of
 * the version that the electorate knows or later ones: what was signed with a former key is perhaps not its own.
 */
function equivocatedWithin(ballots: Countable, member: Member, version: number, within: Past): boolean {
  const { graph } = ballots;
  if (!graph.isForked(member.scid, version)) return false;
  const admission = graph.get(member.admittedBy);
  return graph.forkedPlaces(member.scid).some((nodes) => {
    const known = nodes.filter((node) => node.version >= version && within(node));
    return known.length > 1 && known.some((node) => !admission || graph.inPast(admission, node));
  });
}
