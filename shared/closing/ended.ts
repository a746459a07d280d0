import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { Epoch } from './epoch.ts';

/**
 * True for a draft or an open that a removed member wrote after its certified end (CLOSING: Valid is not counted):
 * members do nothing about it and the fold leaves it out, unless a cell that did not know certified it.
 */
export function isAfterEnd(graph: EntryGraph, epoch: Epoch, node: GraphNode): boolean {
  const { author } = node.entry;
  const end = epoch.ended.get(author);
  if (end === undefined) return false;
  const returned = epoch.members.find(({ scid }) => scid === author);
  const admission = returned && graph.get(returned.admittedBy);
  if (admission && graph.inPast(admission, node)) return false;
  const last = graph.get(end);
  return !last || !graph.onBranch(node, last);
}
