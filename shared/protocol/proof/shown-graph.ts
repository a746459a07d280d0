import type { CountedGraph } from '../closing/ballot.ts';
import { type Entry, type HashedEntry, parentHashes } from '../log/entry.ts';
import type { GraphNode } from '../log/entry-graph.ts';

/** An entry of a proof, whose parents may not all be there. */
export interface ShownNode extends GraphNode {
  readonly prev: ShownNode | null;
  readonly parents: readonly ShownNode[];
  /** Parents that are not shown. */
  readonly lacking: readonly string[];
  version: number;
}

const NO_TIPS: ReadonlyMap<string, readonly GraphNode[]> = new Map();

/**
 * Some entries of a log, with the causes among them. What it says of a past is what is shown of it: an entry that is
 * said to be in it is, and one that is not said to be may be all the same.
 */
export class ShownGraph implements CountedGraph {
  readonly cell: string;
  readonly #nodes = new Map<string, ShownNode>();
  readonly #pasts = new Map<ShownNode, ReadonlySet<GraphNode>>();
  readonly #places = new Map<string, Map<string, ShownNode[]>>();

  /** @param entries causes first */
  constructor(cell: string, entries: readonly HashedEntry[]) {
    this.cell = cell;
    for (const added of entries) this.#add(added);
  }

  get(hash: string): ShownNode | undefined {
    return this.#nodes.get(hash);
  }

  /** In the order in which they were given. */
  nodes(): readonly ShownNode[] {
    return [...this.#nodes.values()];
  }

  /** The founding entry lies in every past. */
  inPast(ancestor: GraphNode, of: GraphNode): boolean {
    return ancestor.hash === this.cell || this.past(of as ShownNode).has(ancestor);
  }

  /** What is shown of a past, the entry itself among it. */
  past(of: ShownNode): ReadonlySet<GraphNode> {
    const known = this.#pasts.get(of);
    if (known) return known;
    const past = new Set<GraphNode>([of]);
    // A set grows while it is gone through.
    for (const node of past) for (const parent of node.parents) past.add(parent);
    this.#pasts.set(of, past);
    return past;
  }

  /** These themselves, by author. */
  mergeTips(nodes: Iterable<GraphNode>): Map<string, readonly GraphNode[]> {
    const tips = new Map<string, GraphNode[]>();
    for (const node of nodes) tips.set(node.entry.author, [...(tips.get(node.entry.author) ?? []), node]);
    return tips;
  }

  covers(tips: ReadonlyMap<string, readonly GraphNode[]>, node: GraphNode): boolean {
    return [...tips.values()].some((ends) => ends.some((end) => this.inPast(node, end)));
  }

  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return [...(this.#places.get(author)?.values() ?? [])].filter((nodes) => nodes.length > 1);
  }

  isForked(author: string, version = 0): boolean {
    return this.forkedPlaces(author).some(
      (nodes) => nodes.filter((node) => node.version >= version).length > 1,
    );
  }

  #add(added: HashedEntry): void {
    const { hash, entry } = added;
    const hashes = parentHashes(entry);
    const parents = hashes.flatMap((parent) => this.#nodes.get(parent) ?? []);
    const prev = this.#nodes.get(entry.prev) ?? null;
    const height = 1 + Math.max(0, ...parents.map((parent) => parent.height));
    const lacking = hashes.filter((parent) => !this.#nodes.has(parent));
    const node = {
      hash,
      entry,
      prev,
      parents,
      lacking,
      height,
      depth: prev ? prev.depth + 1 : 0,
      version: 0,
      tips: NO_TIPS,
    };
    this.#nodes.set(hash, node);
    const places = this.#places.get(entry.author) ?? new Map<string, ShownNode[]>();
    const place = placeOf(entry);
    this.#places.set(entry.author, places.set(place, [...(places.get(place) ?? []), node]));
  }
}

function placeOf({ gen, seq }: Entry): string {
  return `${gen}/${seq}`;
}
