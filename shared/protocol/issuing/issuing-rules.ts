/** When types, issues, revocations and lists are valid: from their causal past, and the own branch of their author. */
import { type Epoch, isMember } from '../closing/epoch.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { IssueBody, RevokeBody } from '../credentials/bodies.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { IssuingBook } from './issuing-book.ts';

/** What they are judged by. */
export interface IssuingJudge {
  readonly graph: EntryGraph;
  readonly issuing: IssuingBook;
  epochOf(node: GraphNode): Epoch;
}

/** What one author may issue: half of the places of its list, so that a free one is soon found. */
export const ISSUES_MAX = 65_536;

/** Of a `define` and a `status`: whoever issues signs for a type, and nothing is decided by a list. */
export function strangerError(judge: Pick<IssuingJudge, 'epochOf'>, node: GraphNode): Invalid | null {
  return isMember(judge.epochOf(node), node.entry.author)
    ? null
    : refusal('not-a-member', says('refusal.notMember'));
}

export function issueError(judge: IssuingJudge, node: GraphNode, { list, index }: IssueBody): Invalid | null {
  const stranger = strangerError(judge, node);
  if (stranger) return stranger;
  const { issuing } = judge;
  const { author } = node.entry;
  const last = issuing.lastOn(author, node.prev);
  if (last && last.list !== list) return refusal('list', says('refusal.issueListOther'));
  if (isOnOwnBranch(judge, node, issuing.issuesAt(author, index)))
    return refusal('index', says('refusal.issueIndexUsed', { index }));
  return last && last.count >= ISSUES_MAX
    ? refusal('full', says('refusal.issueListFull', { limit: ISSUES_MAX }))
    : null;
}

export function revokeError(judge: IssuingJudge, node: GraphNode, { index }: RevokeBody): Invalid | null {
  const stranger = strangerError(judge, node);
  if (stranger) return stranger;
  const { issuing } = judge;
  const { author } = node.entry;
  if (!isOnOwnBranch(judge, node, issuing.issuesAt(author, index)))
    return refusal('no-issue', says('refusal.revokesNothing', { index }));
  return isOnOwnBranch(judge, node, issuing.revokesAt(author, index))
    ? refusal('revoked', says('refusal.revokedBefore', { index }))
    : null;
}

function isOnOwnBranch(
  { graph }: IssuingJudge,
  { prev }: GraphNode,
  filed: readonly { readonly node: GraphNode }[],
): boolean {
  return prev !== null && filed.some(({ node }) => graph.onBranch(node, prev));
}
