import { isMember } from '../closing/epoch.ts';
import type { Fork } from '../closing/fork-body.ts';
import { isSinceAdmission, type Partings } from '../closing/leaving.ts';
import { ownNodes } from '../closing/own.ts';
import type { Judge } from '../closing/validity.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { LeaveBody, StayBody } from './bodies.ts';

/** Of one member since it was admitted: who goes to and fro makes everybody write. */
const LEAVES_MAX = 4;

/** A valid `branch`. */
export interface Branch {
  readonly node: GraphNode;
  /** The id of the cell that it founds. */
  readonly cell: string;
  readonly fork: Fork;
}

export interface PartingJudge extends Judge, Partings {
  /** Valid `branch` entries that found this cell. */
  branches(cell: string): readonly Branch[];
}

/** Why a `stay` is invalid, or null. */
export function stayError(judge: PartingJudge, node: GraphNode, { cell }: StayBody): Invalid | null {
  const { author } = node.entry;
  if (!isMember(judge.epochOf(node), author)) return refusal('not-a-member', says('refusal.notMember'));
  if (cell === null) return null;
  const isListed = judge
    .branches(cell)
    .some(
      ({ node: branch, fork }) =>
        judge.graph.inPast(branch, node) && fork.members.some(({ scid }) => scid === author),
    );
  return isListed ? null : refusal('no-branch', says('refusal.noSuchBranch'));
}

/** Why a `leave` is invalid, or null. */
export function leaveError(judge: PartingJudge, node: GraphNode, body: LeaveBody): Invalid | null {
  const reason = stayError(judge, node, body);
  if (reason) return reason;
  const { author } = node.entry;
  const member = judge.epochOf(node).members.find(({ scid }) => scid === author);
  const own = ownNodes(
    judge,
    node.prev,
    judge.leaves(author).map((leave) => leave.node),
  );
  const since = own.filter((leave) => !member || isSinceAdmission(judge.graph, member, leave));
  return since.length >= LEAVES_MAX
    ? refusal('again', says('refusal.leftTooOften', { limit: LEAVES_MAX }))
    : null;
}
