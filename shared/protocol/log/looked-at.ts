import { type HashedEntry, parentHashes } from './entry.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** The node that an entry would become in a version of its author; it is not added, and its causal past is present. */
export function lookedAt(graph: EntryGraph, { hash, entry }: HashedEntry, version: number): GraphNode {
  const prev = graph.get(entry.prev) ?? null;
  const parents = parentHashes(entry).map((parent) => graph.get(parent) as GraphNode);
  const tips = graph.mergeTips(parents);
  const node: GraphNode = {
    hash,
    entry,
    prev,
    parents,
    height: 1 + Math.max(0, ...parents.map((parent) => parent.height)),
    depth: prev ? prev.depth + 1 : 0,
    version,
    tips,
  };
  const own = tips.get(entry.author)?.filter((tip) => tip !== prev) ?? [];
  tips.set(entry.author, [...own, node]);
  return node;
}
