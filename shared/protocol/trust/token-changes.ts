import type { Past } from '../closing/ballot.ts';
import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import { compareCausally, type EntryGraph, type GraphNode } from '../log/entry-graph.ts';
import { INITIAL_BALANCE, type RewardKind } from './rewards.ts';

/** An entry that may change a balance; whether it counts depends on the set of entries that is folded. */
export type TokenChange =
  | { readonly kind: RewardKind; readonly node: GraphNode; readonly delta: number; readonly proposal: string }
  | {
      readonly kind: 'sent' | 'received';
      readonly node: GraphNode;
      readonly delta: number;
      /** The other side's SCID. */
      readonly other: string;
      readonly note: string | null;
    };

/** A member's whole tokens within a set of entries, from all of its changes. */
export function balanceWithin(
  graph: EntryGraph,
  changes: readonly TokenChange[],
  within: Past,
  epoch: Epoch,
  beginning: number = INITIAL_BALANCE,
): number {
  return countedChanges(graph, changes, within, epoch).reduce((sum, { delta }) => sum + delta, beginning);
}

/**
 * What counts of the changes of a balance within a set of entries. After its certified end a former member spends,
 * opens and passes on nothing; its votes in ballots that it had a part in count (CLOSING: Valid is not counted), but
 * not in those that were opened after the end of a feed, too: former members would pay each other for nothing.
 */
export function countedChanges(
  graph: EntryGraph,
  changes: readonly TokenChange[],
  within: Past,
  epoch: Epoch,
): TokenChange[] {
  const counted: TokenChange[] = [];
  /** `kind/proposal` -> place in `counted`: an author who forked is rewarded once all the same. */
  const rewarded = new Map<string, number>();
  for (const change of changes) {
    const { node } = change;
    if (!within(node) || isIdle(graph, epoch, change, within)) continue;
    const key = rewardKey(change);
    if (key === null) {
      counted.push(change);
      continue;
    }
    const place = rewarded.get(key);
    if (place === undefined) rewarded.set(key, counted.push(change) - 1);
    else if (compareCausally(node, (counted[place] as TokenChange).node) < 0) counted[place] = change;
  }
  return counted;
}

/** What a reward is given once for, or null for what is no reward. */
export function rewardKey(change: TokenChange): string | null {
  return 'proposal' in change ? `${change.kind}/${change.proposal}` : null;
}

/** True for a change that does not count in an epoch and a set of entries, because its author's feed had ended. */
export function isIdle(graph: EntryGraph, epoch: Epoch, { kind, node }: TokenChange, within: Past): boolean {
  if (!isAfterEnd(graph, epoch, node, within)) return false;
  const open = kind === 'voted' ? graph.get(String(node.entry.body.ballot)) : undefined;
  return !open || isAfterEnd(graph, epoch, open, within);
}
