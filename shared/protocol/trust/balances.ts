/** Balances: a pure fold over the log. Every change names the entry that it rests on. */
import type { Past } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import { balanceWithin, countedChanges, type TokenChange } from './token-changes.ts';
import type { TrustedLog } from './trust-book.ts';

/** One change of a balance. */
export interface BalanceLine {
  /** `joined`: the first line of every member. */
  readonly kind: TokenChange['kind'] | 'joined';
  readonly node: GraphNode;
  readonly delta: number;
  /** After this change. */
  readonly balance: number;
  /** The other side of a transfer. */
  readonly other: string | null;
  readonly note: string | null;
  /** Hash of the draft of the proposal that was rewarded. */
  readonly proposal: string | null;
}

/** Whole tokens of everyone who is or was a member; below zero only after a fork or a removal. */
export function balances(book: TrustedLog, within: Past, epoch: Epoch): Record<string, number> {
  const accounts = [...new Set([...epoch.members.map(({ scid }) => scid), ...epoch.ended.keys()])].sort();
  const { graph, trust } = book;
  return Object.fromEntries(
    accounts.map((scid) => [
      scid,
      balanceWithin(graph, trust.changesOf(scid), within, epoch, trust.beginningOf(scid)),
    ]),
  );
}

/** Every change of a member's balance in causal order, with the balance after it. */
export function statement(book: TrustedLog, member: string, within: Past, epoch: Epoch): BalanceLine[] {
  const { graph, trust } = book;
  const admittedBy =
    trust.firstAdmission(member) ?? epoch.members.find(({ scid }) => scid === member)?.admittedBy;
  const admission = admittedBy === undefined ? undefined : graph.get(admittedBy);
  if (!admission) return [];
  const none = { other: null, note: null, proposal: null };
  let balance = trust.beginningOf(member);
  const joined: BalanceLine = { kind: 'joined', node: admission, delta: balance, balance, ...none };
  const changes = [...countedChanges(graph, trust.changesOf(member), within, epoch)].sort((a, b) =>
    compareCausally(a.node, b.node),
  );
  return [
    joined,
    ...changes.map((change) => {
      balance += change.delta;
      return { ...none, ...change, balance };
    }),
  ];
}
