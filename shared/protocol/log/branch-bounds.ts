import { type Saying, says } from '../saying.ts';
import { UNCITED_IN_GENERATION_MAX, UNCITED_MAX } from './branch-limits.ts';
import { type HashedEntry, ZERO_HASH } from './entry.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/**
 * Why an entry is not kept, or null (CLOSING: Branches): bounds on what a misbehaving author can make a node hold.
 * What another author's entry waits for is always taken, so that nobody is cut off by what it cites.
 */
export function excessError(graph: EntryGraph, added: HashedEntry): Saying | null {
  const { author, prev, gen, key } = added.entry;
  if (graph.isAwaited(added)) return null;
  const heads = graph.heads(author);
  const follows = graph.get(prev);
  if (heads.length < UNCITED_IN_GENERATION_MAX || (follows && heads.includes(follows))) return null;
  if (!follows && prev !== ZERO_HASH) return null;
  const uncited = heads.filter((head) => head.entry.key === key && !isCited(graph, head));
  const alike = uncited.filter((head) => head.entry.gen === gen);
  if (alike.length >= UNCITED_IN_GENERATION_MAX)
    return says('refusal.branchesInGeneration', { limit: UNCITED_IN_GENERATION_MAX });
  return uncited.length >= UNCITED_MAX ? says('refusal.branches', { limit: UNCITED_MAX }) : null;
}

/**
 * True when an entry of another author, or of a later version of the same one, has it in its past, who has not forked:
 * of what two such authors cite of each other there is no end.
 */
function isCited(graph: EntryGraph, node: GraphNode): boolean {
  return graph
    .authors()
    .some((author) =>
      graph
        .heads(author)
        .some(
          (head) =>
            (author !== node.entry.author || head.version > node.version) &&
            !graph.isForked(author, head.version) &&
            graph.inPast(node, head),
        ),
    );
}
