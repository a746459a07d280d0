/** What a cell rewards: once for each proposal that a member puts to the vote, once for taking part in one. */
import { type Ballot, causalPast } from '../closing/ballot.ts';
import { certificates } from '../closing/certificate.ts';
import type { Judge } from '../closing/validity.ts';
import type { GraphNode } from '../log/entry-graph.ts';

/** Tokens that a member has when it is admitted for the first time. */
export const INITIAL_BALANCE = 100;

export const REWARDS = { proposed: 10, voted: 5 } as const;
export type RewardKind = keyof typeof REWARDS;

export interface Reward {
  readonly kind: RewardKind;
  readonly proposal: string;
}

/**
 * What a valid entry may be rewarded for, or null. A draft costs nothing and is not rewarded before it is opened;
 * ballots on members and rules are housekeeping; whoever votes when it knows the result takes no part in it.
 */
export function rewardFor(judge: Judge, node: GraphNode): Reward | null {
  const { kind, body } = node.entry;
  if (kind === 'open') {
    const ballot = judge.ballot(node.hash);
    return ballot && isRewarded(ballot) ? { kind: 'proposed', proposal: ballot.body.proposal } : null;
  }
  if (kind !== 'vote') return null;
  const ballot = judge.ballot(String(body.ballot));
  if (!ballot || !isRewarded(ballot)) return null;
  const isDecided = certificates(judge, causalPast(judge.graph, node), ballot.slot).length > 0;
  return isDecided ? null : { kind: 'voted', proposal: ballot.body.proposal };
}

function isRewarded({ body }: Ballot): boolean {
  return body.change === undefined;
}
