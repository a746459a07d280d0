import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { type Epoch, epochTips } from './epoch.ts';

/**
 * True for what its author wrote after a certified end of its feed (CLOSING: Valid is not counted): members do
 * nothing about such a draft or open, and the fold leaves it out, unless a cell that did not know certified it.
 */
export function isAfterEnd(graph: EntryGraph, epoch: Epoch, node: GraphNode): boolean {
  return isAfterRemoval(graph, epoch, node) || isOfLostHome(graph, epoch, node);
}

function isAfterRemoval(graph: EntryGraph, epoch: Epoch, node: GraphNode): boolean {
  const { author } = node.entry;
  const end = epoch.ended.get(author);
  if (end === undefined) return false;
  const returned = epoch.members.find(({ scid }) => scid === author);
  const admission = returned && graph.get(returned.admittedBy);
  if (admission && graph.inPast(admission, node)) return false;
  // On whichever branch: what the removal knew is not taken back by it.
  const removal = graph.get(end.removal);
  return !removal || !graph.inPast(node, removal);
}

/**
 * A certificate knew a later generation, which names the entry at which this one ended. The first that did decides:
 * one that came later may have what the lost home wrote meanwhile in its past, which changes nothing.
 */
function isOfLostHome(graph: EntryGraph, epoch: Epoch, node: GraphNode): boolean {
  const { author, gen } = node.entry;
  const next = epoch.lives.find((life) => life.scid === author && life.gen > gen);
  if (!next) return false;
  const tips = epochTips(graph, next).get(author) ?? [];
  return !tips.some((tip) => graph.onBranch(node, tip));
}
