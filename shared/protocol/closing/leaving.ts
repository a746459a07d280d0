/** Who has said that it leaves the cell: that asks nobody, and the next certificate of the membership slot takes it out. */
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { Past } from './ballot.ts';
import { isAfterEnd } from './ended.ts';
import { type Epoch, type Member, versionOf } from './epoch.ts';
import { newestEnd } from './newest-end.ts';

/** A valid `leave` or `stay`. */
export interface Parting {
  readonly node: GraphNode;
  /** The branch that it is about, or null. */
  readonly cell: string | null;
}

export interface Partings {
  readonly graph: EntryGraph;
  leaves(scid: string): readonly Parting[];
  stays(scid: string): readonly Parting[];
}

/**
 * Members of an epoch who are leaving within a set of entries, each with the newest `leave` that stands. What was written
 * under a former key is passed over: whoever took that key must not take its owner out.
 */
export function leavingWithin(log: Partings, epoch: Epoch, within: Past): Map<string, GraphNode> {
  const leaving = new Map<string, GraphNode>();
  for (const member of epoch.members) {
    const newest = newestEnd(standingLeaves(log, epoch, member, within).map(({ node }) => node));
    if (newest) leaving.set(member.scid, newest);
  }
  return leaving;
}

/** What a member has said last of leaving, each with where it goes, and has not taken back. */
export function standingLeaves(log: Partings, epoch: Epoch, member: Member, within: Past): Parting[] {
  const { graph } = log;
  const counts = ({ node }: Parting): boolean =>
    within(node) && isSinceAdmission(graph, member, node) && !isAfterEnd(graph, epoch, node, within);
  const stays = log.stays(member.scid).filter(counts);
  return log
    .leaves(member.scid)
    .filter((leave) => leave.node.version === versionOf(epoch, member.scid) && counts(leave))
    .filter(
      (leave) => !stays.some((stay) => stay.cell === leave.cell && graph.onBranch(leave.node, stay.node)),
    );
}

/** The entry that admitted the member lies in its past. */
export function isSinceAdmission(
  graph: EntryGraph,
  { admittedBy }: Pick<Member, 'admittedBy'>,
  node: GraphNode,
): boolean {
  const admission = graph.get(admittedBy);
  return admission === undefined || graph.inPast(admission, node);
}
