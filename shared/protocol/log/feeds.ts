import type { GraphNode } from './entry-graph.ts';

/** Causal order, ties by hash: fixed for each entry, whatever else is known. */
export function compareCausally(a: GraphNode, b: GraphNode): number {
  return a.height - b.height || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

function compareFirst([a]: readonly GraphNode[], [b]: readonly GraphNode[]): number {
  return a && b ? compareCausally(a, b) : 0;
}

/** How to give a key of a map the value that it has now. */
function restoring<K, V>(map: Map<K, V>, key: K): () => void {
  const value = map.get(key);
  return () => (value === undefined ? map.delete(key) : map.set(key, value));
}

/** The entries of a graph by author: which stand at one place, and where the branches end. */
export class Feeds {
  /** author -> `gen/seq` -> entries at this place (several: an equivocation). */
  readonly #places = new Map<string, Map<string, GraphNode[]>>();
  /** author -> those of its places that hold several entries, each in causal order. */
  readonly #forks = new Map<string, GraphNode[][]>();
  /** author -> applied entries that none of its own follows. */
  readonly #heads = new Map<string, GraphNode[]>();
  /** Authors with two entries after the same `prev`. */
  readonly #branched = new Set<string>();
  /** `prev`, or the author of a first entry -> number of its entries that follow. */
  readonly #followers = new Map<string, number>();

  isBranched(author: string): boolean {
    return this.#branched.has(author);
  }

  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return this.#forks.get(author) ?? [];
  }

  forkedAuthors(): string[] {
    return [...this.#forks.keys()].sort();
  }

  isForked(author: string): boolean {
    return this.#forks.has(author);
  }

  at(author: string, gen: number, seq: number): readonly GraphNode[] {
    return this.#places.get(author)?.get(`${gen}/${seq}`) ?? [];
  }

  authors(): string[] {
    return [...this.#places.keys()].sort();
  }

  heads(author: string): readonly GraphNode[] {
    return this.#heads.get(author) ?? [];
  }

  /** Returns how to take it back, as long as nothing else was placed since. */
  place(node: GraphNode): () => void {
    const { author, gen, seq } = node.entry;
    const places = this.#places.get(author) ?? new Map<string, GraphNode[]>();
    const place = `${gen}/${seq}`;
    const key = node.prev ? node.prev.hash : author;
    const before = [
      restoring(this.#heads, author),
      restoring(this.#followers, key),
      restoring(places, place),
      restoring(this.#places, author),
    ];
    const wasBranched = this.#branched.has(author);
    this.#places.set(author, places);
    const there = places.get(place) ?? [];
    const here = [...there, node].sort(compareCausally);
    places.set(place, here);
    if (here.length > 1) this.#replaceFork(author, there, here);
    const followers = 1 + (this.#followers.get(key) ?? 0);
    this.#followers.set(key, followers);
    if (followers > 1) this.#branched.add(author);
    const heads = this.heads(author).filter((head) => head !== node.prev);
    this.#heads.set(author, [...heads, node].sort(compareCausally));
    return () => {
      for (const restore of before) restore();
      if (here.length > 1) this.#replaceFork(author, here, there);
      if (!wasBranched) this.#branched.delete(author);
    };
  }

  /** A place that holds others now; those of one author are many, and only this one is touched. */
  #replaceFork(author: string, old: GraphNode[], now: GraphNode[]): void {
    const forks = this.#forks.get(author) ?? [];
    if (old.length > 1) forks.splice(indexIn(forks, old), 1);
    if (now.length > 1) forks.splice(indexIn(forks, now), 0, now);
    if (forks.length > 0) this.#forks.set(author, forks);
    else this.#forks.delete(author);
  }
}

/** Where in a sorted list a place stands, or would stand. */
function indexIn(places: readonly (readonly GraphNode[])[], place: readonly GraphNode[]): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareFirst(places[middle] ?? [], place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
