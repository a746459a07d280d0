import type { Past } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import { DAY_MS } from '../limits.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';

export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** A member's entries on one branch, oldest first, with the earliest time from each of them on. */
interface Chain {
  readonly author: string;
  readonly nodes: readonly GraphNode[];
  readonly earliestMs: readonly number[];
}

/**
 * The day from which an endorsement fades (DESIGN §7): the earlier of its own `at` and the earliest `at` of another
 * present member's entry that saw it, so that nobody keeps an endorsement fresh by a clock that is ahead. Times
 * before the cell was founded are those of a clock that lost its setting and are passed over, the author's own too;
 * where none is left, it is the day of the founding.
 */
export class EndorsementDays {
  readonly #graph: EntryGraph;
  readonly #chains: readonly Chain[];
  readonly #foundedMs: number;

  constructor(graph: EntryGraph, within: Past, epoch: Epoch) {
    this.#graph = graph;
    const foundedMs = graph.get(graph.cell)?.entry.at ?? 0;
    this.#foundedMs = foundedMs;
    this.#chains = epoch.members.flatMap(({ scid }) =>
      graph.heads(scid).map((head) => chainTo(head, within, foundedMs)),
    );
  }

  /** Days since the epoch, UTC. */
  dayOf(endorsement: GraphNode): number {
    const { at } = endorsement.entry;
    let earliestMs = at >= this.#foundedMs ? at : Number.POSITIVE_INFINITY;
    for (const { author, nodes, earliestMs: times } of this.#chains) {
      if (author === endorsement.entry.author) continue;
      const first = this.#firstThatSaw(endorsement, nodes);
      earliestMs = Math.min(earliestMs, times[first] ?? Number.POSITIVE_INFINITY);
    }
    return dayOf(Number.isFinite(earliestMs) ? earliestMs : this.#foundedMs);
  }

  /** Once an author has seen an entry, so have all its later ones. */
  #firstThatSaw(endorsement: GraphNode, nodes: readonly GraphNode[]): number {
    let [from, to] = [0, nodes.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#graph.inPast(endorsement, nodes[middle] as GraphNode)) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

function chainTo(head: GraphNode, within: Past, foundedMs: number): Chain {
  const nodes: GraphNode[] = [];
  for (let node: GraphNode | null = head; node; node = node.prev) if (within(node)) nodes.push(node);
  nodes.reverse();
  const earliestMs: number[] = new Array(nodes.length);
  let earliest = Number.POSITIVE_INFINITY;
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const { at } = (nodes[i] as GraphNode).entry;
    if (at >= foundedMs) earliest = Math.min(earliest, at);
    earliestMs[i] = earliest;
  }
  return { author: head.entry.author, nodes, earliestMs };
}
