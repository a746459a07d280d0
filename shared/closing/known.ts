import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballot, type Ballots, type Closure, closureKey, type Past } from './ballot.ts';
import { attesters } from './certificate.ts';
import { quorumSizes } from './epoch.ts';

/** One close per member of the electorate, of those in the past: what a fresh set is made of. */
export function knownCloses(ballots: Ballots, ballot: Ballot, past: Past): Map<string, string> {
  const closes = new Map<string, string>();
  for (const close of ballots.closes(ballot.open.hash)) {
    const { author } = close.entry;
    if (!past(close)) continue;
    const known = closes.get(author);
    // An equivocator may have closed on both branches: all take the lower hash.
    if (known === undefined || close.hash < known) closes.set(author, close.hash);
  }
  return closes;
}

export function closureOfKnown(ballot: Ballot, closes: ReadonlyMap<string, string>): Closure {
  return { ballot: ballot.open.hash, closes: [...closes.values()].sort() };
}

/** The set with q equal signs of the highest round in the past, or null. */
export function backedClosure(
  ballots: Ballots,
  slot: string,
  past: Past,
): { round: number; closure: Closure } | null {
  let best: { round: number; closure: Closure } | null = null;
  for (const { node, body } of ballots.signs(slot)) {
    if (!past(node) || (best && best.round >= body.round)) continue;
    if (isBacked(ballots, slot, past, body.round, body)) best = { round: body.round, closure: body };
  }
  return best;
}

export function isBacked(
  ballots: Ballots,
  slot: string,
  past: Past,
  round: number,
  closure: Closure,
): boolean {
  const electorate = ballots.ballot(closure.ballot)?.electorate;
  if (!electorate) return false;
  return attesters(ballots, ballots.signs(slot), past, round, closure).length >= quorumSizes(electorate).q;
}

export function isBackedInAnyRound(ballots: Ballots, slot: string, past: Past, closure: Closure): boolean {
  const key = closureKey(closure);
  const rounds = new Set<number>();
  for (const { node, body } of ballots.signs(slot))
    if (closureKey(body) === key && past(node)) rounds.add(body.round);
  return [...rounds].some((round) => isBacked(ballots, slot, past, round, closure));
}

export function hasVoted(ballots: Ballots, ballot: string, member: string, past: Past): boolean {
  return ballots.votes(ballot).some((vote: GraphNode) => vote.entry.author === member && past(vote));
}
