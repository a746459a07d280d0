import { type Past, pastOf } from '../closing/ballot.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { says } from '../saying.ts';
import { PROOF_ENTRIES_MAX } from './decision-proof.ts';
import { NotShown } from './not-shown.ts';

export interface PastOfClosure {
  /** What of the past of the closes does not lie before the `open`, and the `open`. */
  readonly needed: readonly GraphNode[];
  /** What those stand on that lies before it. */
  readonly ends: readonly GraphNode[];
  readonly isWithin: Past;
}

/** @throws {NotShown} where that is more than a proof holds */
export function pastOfClosure(
  graph: EntryGraph,
  open: GraphNode,
  closes: readonly GraphNode[],
): PastOfClosure {
  const needed = new Set(closes);
  const ends = new Set<GraphNode>();
  for (const node of needed) {
    if (node === open) continue;
    for (const parent of node.parents) {
      if (parent !== open && graph.inPast(parent, open)) ends.add(parent);
      else needed.add(parent);
    }
    if (needed.size > PROOF_ENTRIES_MAX)
      throw new NotShown(says('error.proof.large', { limit: PROOF_ENTRIES_MAX }));
  }
  return { needed: [...needed], ends: [...ends], isWithin: pastOf(graph, closes) };
}

/**
 * The entries on shortest ways from an entry back to each of these causes of it, they themselves among them.
 * @throws {NotShown} where those are more than a proof holds
 */
export function causalPaths(graph: EntryGraph, from: GraphNode, to: readonly GraphNode[]): Set<GraphNode> {
  const wanted = new Set(to);
  const cameFrom = new Map<GraphNode, GraphNode | null>([[from, null]]);
  for (const node of cameFrom.keys()) {
    wanted.delete(node);
    if (wanted.size === 0) break;
    for (const parent of node.parents) {
      if (cameFrom.has(parent)) continue;
      if ([...wanted].some((cause) => graph.inPast(cause, parent))) cameFrom.set(parent, node);
    }
  }
  const ways = new Set<GraphNode>();
  for (const cause of to) {
    for (let node = cameFrom.get(cause) === undefined ? null : cause; node; node = cameFrom.get(node) ?? null)
      ways.add(node);
    if (ways.size > PROOF_ENTRIES_MAX)
      throw new NotShown(says('error.proof.large', { limit: PROOF_ENTRIES_MAX }));
  }
  return ways;
}
