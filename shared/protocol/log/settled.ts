import type { EntryGraph, GraphNode } from './entry-graph.ts';

/**
 * The ends of what counts: all that lies in the past of an author who has not forked, in the version of itself in which
 * that end was written: who changed its key is trusted anew. What a forked author wrote waits until one of the others
 * cites it (CLOSING: Branches), so that nodes that keep different branches of it have one state all the same.
 */
export function settledEnds(graph: EntryGraph): GraphNode[] {
  return graph
    .authors()
    .flatMap((author) => graph.heads(author).filter((end) => !graph.isForked(author, end.version)));
}
