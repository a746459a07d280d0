/** What an author has written itself, on its own branch (CLOSING: chain). */
import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballots, closureKey } from './ballot.ts';
import type { SignBody } from './bodies.ts';
import type { Backing } from './certificate.ts';

/** Those of a list that lie on the branch which ends in `head`. */
export function ownNodes(ballots: Ballots, head: GraphNode | null, nodes: readonly GraphNode[]): GraphNode[] {
  return head ? nodes.filter((node) => ballots.graph.onBranch(node, head)) : [];
}

export interface OwnRounds {
  readonly signed: number;
  readonly confirmed: number;
  /** The confirm of the highest round: this closure is what its author is locked on. */
  readonly lock: SignBody | null;
}

/** The highest rounds of a slot in which the author of this branch has signed and confirmed; -1 for none. */
export function ownRounds(ballots: Ballots, head: GraphNode | null, slot: string): OwnRounds {
  if (!head) return { signed: -1, confirmed: -1, lock: null };
  let signed = -1;
  for (const { node, body } of ballots.signs(slot)) {
    if (body.round > signed && ballots.graph.onBranch(node, head)) signed = body.round;
  }
  let lock: SignBody | null = null;
  for (const { node, body } of ballots.confirms(slot)) {
    if (body.round > (lock?.round ?? -1) && ballots.graph.onBranch(node, head)) lock = body;
  }
  return { signed, confirmed: lock?.round ?? -1, lock };
}

/** A locked author signs another closure only with q equal signs for it from a round after the lock (CLOSING 6). */
export function isFreeToSign(
  lock: SignBody | null,
  body: SignBody,
  backed: () => readonly Backing[],
): boolean {
  const key = closureKey(body);
  if (!lock || closureKey(lock) === key) return true;
  return backed().some(
    (backing) => backing.key === key && backing.round > lock.round && backing.round < body.round,
  );
}
