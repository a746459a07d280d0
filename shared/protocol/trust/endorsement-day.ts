import type { Past } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { dayOf } from '../log/feed-bounds.ts';

export { dayOf };

/** A member's entries on one branch, oldest first, with the earliest time from each of them on. */
interface Chain {
  readonly author: string;
  readonly rows: readonly number[];
  readonly earliestMs: readonly number[];
  /** By author the endorsement that was looked for last, and the place of the first that saw it. */
  readonly last: Map<string, { readonly row: number; readonly place: number }>;
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

  /** @param tips the ends of the set, where they are known: then `within` need not be asked of each entry */
  constructor(
    graph: EntryGraph,
    within: Past,
    epoch: Epoch,
    tips?: ReadonlyMap<string, readonly GraphNode[]>,
  ) {
    this.#graph = graph;
    const foundedMs = graph.get(graph.cell)?.entry.at ?? 0;
    this.#foundedMs = foundedMs;
    this.#chains = epoch.members.flatMap(({ scid }) =>
      tips
        ? (tips.get(scid) ?? []).map((tip) => chainTo(graph, tip, null, foundedMs))
        : graph.heads(scid).map((head) => chainTo(graph, head, within, foundedMs)),
    );
  }

  /** Days since the epoch, UTC; those of one author cost least in the order in which they were written. */
  dayOf(endorsement: GraphNode): number {
    const { at, author: by } = endorsement.entry;
    const row = this.#graph.rowOf(endorsement);
    let earliestMs = at >= this.#foundedMs ? at : Number.POSITIVE_INFINITY;
    for (const chain of row < 0 ? [] : this.#chains) {
      if (chain.author === by) continue;
      const first = this.#firstThatSaw(row, by, chain);
      earliestMs = Math.min(earliestMs, chain.earliestMs[first] ?? Number.POSITIVE_INFINITY);
    }
    return dayOf(Number.isFinite(earliestMs) ? earliestMs : this.#foundedMs);
  }

  /** Once an author has seen an entry, so have all its later ones; and who has seen it has seen all before it. */
  #firstThatSaw(row: number, by: string, { rows, last }: Chain): number {
    const graph = this.#graph.rows;
    const known = last.get(by);
    let [from, to] = [0, rows.length];
    if (known && graph.onBranch(known.row, row)) from = known.place;
    else if (known && graph.onBranch(row, known.row)) to = known.place;
    for (let step = 1; from < to; step *= 2) {
      const at = Math.min(from + step, to) - 1;
      if (graph.inPast(row, rows[at] as number)) {
        to = at;
        break;
      }
      from = at + 1;
    }
    while (from < to) {
      const middle = (from + to) >> 1;
      if (graph.inPast(row, rows[middle] as number)) to = middle;
      else from = middle + 1;
    }
    last.set(by, { row, place: from });
    return from;
  }
}

function chainTo(graph: EntryGraph, head: GraphNode, within: Past | null, foundedMs: number): Chain {
  const rows: number[] = [];
  for (let row = graph.rowOf(head); row >= 0; row = graph.rows.prev.get(row))
    if (!within || within(graph.nodeAt(row))) rows.push(row);
  rows.reverse();
  const earliestMs: number[] = new Array(rows.length);
  let earliest = Number.POSITIVE_INFINITY;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const at = graph.rows.at.get(rows[i] as number);
    if (at >= foundedMs) earliest = Math.min(earliest, at);
    earliestMs[i] = earliest;
  }
  return { author: head.entry.author, rows, earliestMs, last: new Map() };
}
