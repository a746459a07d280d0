import type { EntryGraph, GraphNode } from './entry-graph.ts';

/**
 * The ends of what counts: all that lies in the past of an author who has not forked. What a forked author wrote
 * waits until one of the others cites it (CLOSING: Branches), so that nodes that keep different branches of it
 * have one state all the same.
 */
export function settledEnds(graph: EntryGraph): GraphNode[] {
  return graph
    .authors()
    .filter((author) => !graph.isForked(author))
    .flatMap((author) => [...graph.heads(author)]);
}
