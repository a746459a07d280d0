import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { Past } from './ballot.ts';
import { type Epoch, epochTips, isLaterLife } from './epoch.ts';

/**
 * True for what its author wrote after a certified end of its feed (CLOSING: Valid is not counted): members do
 * nothing about such a draft or open, and the fold leaves it out, unless a cell that did not know certified it.
 * `within`: the set of entries that is looked at, which has reached this epoch.
 */
export function isAfterEnd(graph: EntryGraph, epoch: Epoch, node: GraphNode, within: Past): boolean {
  return isAfterRemoval(graph, epoch, node) || isOfEndedLife(graph, epoch, node, within);
}

/** That is for good, as long as the epoch stays. */
export function isAfterRemoval(graph: EntryGraph, epoch: Epoch, node: GraphNode): boolean {
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
 * A certificate knew a later generation of the same version, or brought a later version of its author. The first that
 * did decides: one that came later may have what the lost home wrote meanwhile in its past, which changes nothing. What
 * its author itself goes on from in a later life is its own, if that life has not ended in turn: under a former key anybody
 * who has it can begin another generation.
 */
function isOfEndedLife(graph: EntryGraph, epoch: Epoch, node: GraphNode, within: Past): boolean {
  const { author } = node.entry;
  const next = epoch.lives.find((life) => life.scid === author && isLaterLife(life, node));
  if (!next || graph.covers(epochTips(graph, next), node)) return false;
  return !graph
    .firstOfLaterLives(node)
    .some((first) => within(first) && !isOfEndedLife(graph, epoch, first, within));
}
