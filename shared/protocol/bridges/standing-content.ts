import { pastOf } from '../closing/ballot.ts';
import { type Epoch, quorumSizes } from '../closing/epoch.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { StandingBody } from '../credentials/standing-body.ts';
import { type IssuingLog, issuedAndRevoked } from '../issuing/counted-issues.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';

/** What a cell says of itself, in the pasts of some entries together, of which `epoch` is the epoch. */
export function standingContent(
  book: IssuingLog & { readonly logs: MemberLogs },
  ends: readonly GraphNode[],
  epoch: Epoch,
): Omit<StandingBody, 'day'> {
  const within = pastOf(book.graph, ends);
  return {
    about: 'standing',
    name: epoch.name,
    epoch: epoch.number,
    entries: sizeOfPast(book.graph, ends),
    q: quorumSizes(epoch).q,
    members: epoch.members.map(({ scid, didLog, version }) => ({
      scid,
      key: book.logs.signingKey(scid, didLog) ?? '',
      version,
      ...issuedAndRevoked(book, scid, within, epoch),
    })),
  };
}

/** How many entries lie in the pasts of these, themselves among them. */
function sizeOfPast(graph: EntryGraph, ends: readonly GraphNode[]): number {
  let size = 0;
  for (const tips of graph.mergeTips(ends).values()) {
    const [first] = tips;
    if (first && tips.length === 1) size += first.depth + 1;
    else size += branchesTogether(graph, tips);
  }
  return size;
}

function branchesTogether(graph: EntryGraph, tips: readonly GraphNode[]): number {
  const known = new Set<number>();
  for (const tip of tips)
    for (let row = graph.rowOf(tip); row >= 0 && !known.has(row); row = graph.rows.prev.get(row))
      known.add(row);
  return known.size;
}
