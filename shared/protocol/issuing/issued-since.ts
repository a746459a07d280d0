import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import { VALIDITY_DAYS_MAX } from '../credentials/bodies.ts';
import { DAY_MS } from '../limits.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import type { IssuingLog } from './counted-issues.ts';

/** Whether a member of an epoch has issued what may not have ended yet; the log does not tell when it does. */
export function isAnyIssued({ issuing }: IssuingLog, { members }: Epoch, nowMs: number): boolean {
  const sinceMs = nowMs - VALIDITY_DAYS_MAX * DAY_MS;
  return members.some(({ scid }) => issuing.issuesBy(scid).some(({ node }) => node.entry.at > sinceMs));
}

/** Whether members issued or revoked something that counts, and is not in the past of that entry. */
export function countedSince(
  { graph, issuing }: IssuingLog,
  kind: 'issue' | 'revoke',
  since: GraphNode,
  { tips, epoch }: { readonly tips: ReadonlyMap<string, readonly GraphNode[]>; readonly epoch: Epoch },
): boolean {
  const within = (node: GraphNode): boolean => graph.covers(tips, node);
  return epoch.members.some(({ scid }) => {
    const filed = kind === 'issue' ? issuing.issuesBy(scid) : issuing.revokesBy(scid);
    return filed.some(
      ({ node }) => !graph.inPast(node, since) && within(node) && !isAfterEnd(graph, epoch, node, within),
    );
  });
}
