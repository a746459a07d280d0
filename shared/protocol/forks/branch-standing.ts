/** What has become of a branch that somebody proposed, as its parent's log and what is held of its own say it. */
import { type Past, pastOf } from '../closing/ballot.ts';
import { enteredMembers } from '../closing/entered.ts';
import type { Epoch } from '../closing/epoch.ts';
import { type Parting, standingLeaves } from '../closing/leaving.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import type { Branch, PartingJudge } from './parting-rules.ts';

/** A log that is held, as far as it was judged. */
export interface HeldLog extends PartingJudge {
  epochAt(nodes: readonly GraphNode[]): Epoch;
}

/** `newer`: its founder wrote another; the others: somebody listed does not come along. */
export type OverBy = 'newer' | 'stays' | 'elsewhere' | 'withdrawn';

export interface BranchStanding {
  readonly branch: Branch;
  readonly founder: string;
  /** SCIDs, as far as is known here. */
  readonly entered: readonly string[];
  /** Everybody has entered. */
  readonly isAlive: boolean;
  /** Why it is not offered any more, and whose doing that is; null while it is, and once it lives. */
  readonly over: { readonly why: OverBy; readonly by: string } | null;
}

/** @param own the branch's own log, as far as it is held here; null where it is not */
export function branchStanding(
  parent: HeldLog,
  branch: Branch,
  own: HeldLog | null,
  all: readonly Branch[],
): BranchStanding {
  const entered = own ? enteredMembers(heldEpoch(own)).sort() : [];
  const isAlive = branch.fork.members.every(({ scid }) => entered.includes(scid));
  const over = isAlive ? null : calledOff(parent, branch, own, all);
  return { branch, founder: branch.node.entry.author, entered, isAlive, over };
}

/** Of those listed, in their order, who have not entered as far as is known. */
export function awaitedOf({ branch, entered }: BranchStanding): string[] {
  return branch.fork.members.map(({ scid }) => scid).filter((scid) => !entered.includes(scid));
}

/** What ended it before everybody had entered; one that lives all the same is asked about before it is moved into. */
export function calledOff(
  parent: HeldLog,
  branch: Branch,
  own: HeldLog | null,
  all: readonly Branch[],
): BranchStanding['over'] {
  const { node, cell, fork } = branch;
  const founder = node.entry.author;
  const isNewer = (other: Branch): boolean =>
    other.cell !== cell && other.node !== node && parent.graph.onBranch(node, other.node);
  if (all.some((other) => other.node.entry.author === founder && isNewer(other)))
    return { why: 'newer', by: founder };
  const within = pastOf(parent.graph, endsOf(parent));
  const after: Past = (entry) => within(entry) && parent.graph.inPast(node, entry);
  for (const { scid } of fork.members) {
    if (parent.stays(scid).some((stay) => stay.cell === cell && after(stay.node)))
      return { why: 'stays', by: scid };
    if (leavesOf(parent, scid).some((leave) => leave.cell !== cell && after(leave.node)))
      return { why: 'elsewhere', by: scid };
    if (own?.leaves(scid).length) return { why: 'withdrawn', by: scid };
  }
  return null;
}

/** What a member has said last of leaving, and has not taken back. */
export function leavesOf(log: HeldLog, scid: string): readonly Parting[] {
  const epoch = heldEpoch(log);
  const member = epoch.members.find((one) => one.scid === scid);
  return member ? standingLeaves(log, epoch, member, pastOf(log.graph, endsOf(log))) : [];
}

/** The epoch of all that is held. */
export function heldEpoch(log: HeldLog): Epoch {
  return log.epochAt(endsOf(log));
}

function endsOf({ graph }: HeldLog): GraphNode[] {
  return graph.authors().flatMap((author) => graph.heads(author));
}

/** Of those listed, who have another key in the parent by now, or are no members there: it must be proposed again. */
export function changedSince(parent: HeldLog, { fork }: Branch): string[] {
  const { members } = heldEpoch(parent);
  return fork.members
    .filter(({ scid, key }) => {
      const now = members.find((member) => member.scid === scid);
      // Who was removed since may come along all the same.
      return now !== undefined && parent.logs.signingKey(scid, now.didLog) !== key;
    })
    .map(({ scid }) => scid);
}
