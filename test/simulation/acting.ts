/** Who may act on a ballot, by a reading of its own: a member whom a bug keeps out is waited for all the same. */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { SimNode } from './sim-node.ts';

type Tips = ReadonlyMap<string, readonly GraphNode[]>;

/**
 * Restored authors, and the generations before them (docs/protocol.md, "Generations"), of what a node writes next. The
 * electorate is that of the document; the ballot may be one that the node does not hold.
 */
export function isGenerationThatActs(node: SimNode, { electorate, ...ballot }: Ballot): boolean {
  const { graph, author, head } = node;
  const causes = ballot.slot.startsWith('members/') ? electorate.closes : [ballot.body.proposal];
  const known = graph.mergeTips(causes.flatMap((hash) => graph.get(hash) ?? []));
  const gen = head?.entry.gen ?? 0;
  if (generationOf(electorate, author, known) > gen) return false;
  if (gen <= baseOf(electorate, author) || electorate.members.length === 1) return true;
  const first = firstOf(gen, head);
  if (first && graph.covers(known, first)) return true;
  const other = electorate.members.find(({ scid }) => scid !== author)?.scid ?? '';
  return (
    electorate.members.length === 2 &&
    generationOf(electorate, other, node.ahead()) <= baseOf(electorate, other)
  );
}

/** The highest of a member in a past, as the version of itself that the electorate knows; 0 for none. */
function generationOf({ members }: Epoch, author: string, past: Tips): number {
  const version = members.find(({ scid }) => scid === author)?.didLog.length ?? 0;
  const own = (past.get(author) ?? []).filter((tip) => tip.version >= version);
  return Math.max(0, ...own.map(({ entry }) => entry.gen));
}

function baseOf({ members }: Epoch, author: string): number {
  return members.find(({ scid }) => scid === author)?.base ?? 0;
}

/** The entry with which a generation began, on the branch of this one. */
function firstOf(gen: number, last: GraphNode | null): GraphNode | null {
  let first: GraphNode | null = null;
  for (let at = last; at?.entry.gen === gen; at = at.prev) first = at;
  return first;
}
