import { type Epoch, quorumSizes } from '../closing/epoch.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { StandingBody } from '../credentials/standing-body.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';

/** SHA-256 of nothing: the root of a tree without leaves. */
const NOTHING_ISSUED = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** SHA-256 of 16 384 bytes, all of them 0. */
const NOTHING_REVOKED = '4fe7b59af6de3b665b67788cc2f99892ab827efae3a467342b3bb4e3bc8e5bfe';

/** What a cell says of itself, in the pasts of some entries together, of which `epoch` is the epoch. */
export function standingContent(
  book: { readonly graph: EntryGraph; readonly logs: MemberLogs },
  ends: readonly GraphNode[],
  epoch: Epoch,
): Omit<StandingBody, 'day'> {
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
      // Nothing is issued in a log yet.
      issued: NOTHING_ISSUED,
      revoked: NOTHING_REVOKED,
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
