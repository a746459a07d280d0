import { type HashedEntry, ZERO_HASH } from './entry.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** Branches of one author that are kept although nobody cites them: enough to prove an equivocation. */
const UNCITED_BRANCHES_MAX = 2;

/**
 * Why an entry is not kept, or null (CLOSING: Branches): bounds on what a misbehaving author can make a node hold.
 * What another author's entry waits for is always taken, so that nobody is cut off by what it cites.
 */
export function excessError(graph: EntryGraph, added: HashedEntry): string | null {
  const { author, prev } = added.entry;
  if (graph.isAwaited(added)) return null;
  const heads = graph.heads(author);
  const follows = graph.get(prev);
  if (heads.length < UNCITED_BRANCHES_MAX || (follows && heads.includes(follows))) return null;
  if (!follows && prev !== ZERO_HASH) return null;
  const uncited = heads.filter((head) => !isCited(graph, head));
  return uncited.length >= UNCITED_BRANCHES_MAX ? 'two branches of its author are kept already' : null;
}

/** True when an entry of another author has it in its past. */
function isCited(graph: EntryGraph, node: GraphNode): boolean {
  return graph
    .authors()
    .some(
      (author) =>
        author !== node.entry.author && graph.heads(author).some((head) => graph.inPast(node, head)),
    );
}
