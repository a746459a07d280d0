import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballots, closureOf, everything, type Past } from './ballot.ts';
import { certificates } from './certificate.ts';
import { tally } from './tally.ts';

/** What became of a vote (CLOSING: What follows); each voter is told. */
export type VoteFate =
  /** Nothing is certified yet. */
  | { readonly kind: 'open' }
  | { readonly kind: 'counted' }
  /** A later vote of the same author counts in its place. */
  | { readonly kind: 'superseded'; readonly by: string }
  /** Its author signed two different entries at one place, and the closure proves it. */
  | { readonly kind: 'void' }
  /** It came too late for the set that was certified, or the slot decided another ballot. */
  | { readonly kind: 'outside' }
  /** The cell has two certificates: which vote counts depends on the branch that one follows. */
  | { readonly kind: 'forked' };

/** The fate of a valid vote within a set of entries. Pure; once it is other than `open` only a fork changes it. */
export function voteFate(ballots: Ballots, vote: GraphNode, within: Past = everything): VoteFate {
  const ballot = ballots.ballot(String(vote.entry.body.ballot));
  if (!ballot || !ballots.votes(ballot.open.hash).includes(vote)) {
    throw new RangeError(`${vote.hash} is not a valid vote`);
  }
  const [certificate, conflicting] = certificates(ballots, within, ballot.slot);
  if (!certificate) return { kind: 'open' };
  if (conflicting) return { kind: 'forked' };
  const { closure } = certificate;
  if (closure.ballot !== ballot.open.hash || !closureOf(ballots, closure)(vote)) return { kind: 'outside' };
  const mine = tally(ballots, closure).votes.find(({ member }) => member === vote.entry.author)?.vote;
  if (mine?.kind === 'void') return { kind: 'void' };
  if (mine?.kind !== 'counted') return { kind: 'outside' };
  return mine.vote === vote.hash ? { kind: 'counted' } : { kind: 'superseded', by: mine.vote };
}
