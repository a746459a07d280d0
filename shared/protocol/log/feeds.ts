import type { GraphNode } from './entry-graph.ts';
import type { GraphRows } from './graph-rows.ts';
import type { StoredNode } from './stored-node.ts';

/** Causal order, ties by hash: fixed for each entry, whatever else is known. */
export function compareCausally(a: GraphNode, b: GraphNode): number {
  if (a === b) return 0;
  return a.height - b.height || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

function compareFirst([a]: readonly GraphNode[], [b]: readonly GraphNode[]): number {
  return a && b ? compareCausally(a, b) : 0;
}

type Places = Map<string, StoredNode[]>;

/** The entries of a graph by author: which stand at one place, and where the branches end. */
export class Feeds {
  readonly #rows: GraphRows;
  readonly #node: (row: number) => StoredNode;
  /** author -> applied entries that none of its own follows. */
  readonly #heads = new Map<string, readonly StoredNode[]>();
  /** Sorted; made anew after somebody's first entry. */
  #authors: readonly string[] | null = null;
  /** author with branches -> `gen/seq` -> entries at this place (several: an equivocation). */
  readonly #places = new Map<string, Places>();
  /** author -> those of its places that hold several entries, each in causal order. */
  readonly #forks = new Map<string, StoredNode[][]>();
  /** Of those authors that were asked about: `forkVersions`. */
  readonly #forkVersions = new Map<string, readonly number[]>();

  constructor(rows: GraphRows, node: (row: number) => StoredNode) {
    this.#rows = rows;
    this.#node = node;
  }

  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return this.#forks.get(author) ?? [];
  }

  forkedAuthors(): string[] {
    return [...this.#forks.keys()].sort();
  }

  /** Whether an author signed two different entries at one place, both of this version of itself or later ones. */
  isForked(author: string, version = 0): boolean {
    return (this.forkVersions(author).at(-1) ?? -1) >= version;
  }

  /** For which versions of an author two different entries at one place are the proof: the lower of both; ascending. */
  forkVersions(author: string): readonly number[] {
    const places = this.#forks.get(author);
    if (!places) return NO_VERSIONS;
    const known = this.#forkVersions.get(author);
    if (known) return known;
    const versions = withVersionsOf(NO_VERSIONS, places);
    this.#forkVersions.set(author, versions);
    return versions;
  }

  at(author: string, gen: number, seq: number): readonly GraphNode[] {
    const places = this.#places.get(author);
    if (places) return places.get(`${gen}/${seq}`) ?? [];
    const [head] = this.#rowsOf(author);
    const row = head === undefined ? -1 : this.#onOneBranch(head, gen, seq);
    return row < 0 ? [] : [this.#node(row)];
  }

  authors(): readonly string[] {
    this.#authors ??= [...this.#heads.keys()].sort();
    return this.#authors;
  }

  heads(author: string): readonly GraphNode[] {
    return this.#heads.get(author) ?? [];
  }

  /** Returns how to take it back, as long as nothing else was placed since. */
  place(row: number): () => void {
    const rows = this.#rows;
    const number = rows.author.get(row);
    const author = rows.authors.text(number);
    const prev = rows.prev.get(row);
    const before = this.#heads.get(author);
    const isFirstBranch = prev < 0 ? !before : rows.followed.get(prev) === 0;
    const wasBranched = rows.branched.has(number);
    this.#follow(author, row, prev, before ?? []);
    if (!before) this.#authors = null;
    if (!isFirstBranch) rows.branched.add(number);
    const takeOut = rows.branched.has(number) ? this.#putAtPlace(author, row, wasBranched) : null;
    return () => {
      takeOut?.();
      if (!wasBranched) rows.branched.delete(number);
      if (isFirstBranch && prev >= 0) rows.followed.set(prev, 0);
      if (before) this.#heads.set(author, before);
      else {
        this.#heads.delete(author);
        this.#authors = null;
      }
    };
  }

  /** Places what was loaded into the rows. */
  loaded(): void {
    this.#authors = null;
    const { author, prev, followed, branched, authors, size } = this.#rows;
    const isFollowed = new Uint8Array(size);
    const hasFirst = new Set<number>();
    for (let row = 0; row < size; row += 1) {
      const before = prev.get(row);
      if (before < 0) {
        const by = author.get(row);
        if (hasFirst.has(by)) branched.add(by);
        hasFirst.add(by);
      } else if (isFollowed[before] === 1) branched.add(author.get(row));
      else isFollowed[before] = 1;
    }
    followed.fill(isFollowed);
    for (let row = isFollowed.indexOf(0); row >= 0; row = isFollowed.indexOf(0, row + 1)) {
      const by = authors.text(author.get(row));
      this.#heads.set(by, [...(this.#heads.get(by) ?? []), this.#node(row)].sort(compareCausally));
    }
    for (const by of branched) this.#placeAll(authors.text(by));
  }

  #follow(author: string, row: number, prev: number, before: readonly StoredNode[]): void {
    const node = this.#node(row);
    if (prev >= 0) this.#rows.followed.set(prev, 1);
    const followed = prev < 0 ? null : this.#node(prev);
    const heads = before.filter((head) => head !== followed);
    this.#heads.set(author, heads.length === 0 ? [node] : [...heads, node].sort(compareCausally));
  }

  /** Of an author without branches each place holds one entry, which is found by its chain. */
  #putAtPlace(author: string, row: number, wasBranched: boolean): () => void {
    if (!wasBranched) {
      this.#placeAll(author);
      return () => {
        this.#places.delete(author);
        this.#forks.delete(author);
        this.#forkVersions.delete(author);
      };
    }
    const places = this.#places.get(author) as Places;
    const place = this.#placeOf(row);
    const there = places.get(place);
    const here = [...(there ?? []), this.#node(row)].sort(compareCausally);
    places.set(place, here);
    if (here.length > 1) this.#replaceFork(author, there ?? [], here);
    return () => {
      if (here.length > 1) this.#replaceFork(author, here, there ?? []);
      if (there) places.set(place, there);
      else places.delete(place);
    };
  }

  #placeAll(author: string): void {
    const places: Places = new Map();
    const placed = new Set<number>();
    for (const head of this.#rowsOf(author)) {
      for (let row = head; row >= 0 && !placed.has(row); row = this.#rows.prev.get(row)) {
        placed.add(row);
        const place = this.#placeOf(row);
        places.set(place, [...(places.get(place) ?? []), this.#node(row)].sort(compareCausally));
      }
    }
    this.#places.set(author, places);
    const forks = [...places.values()].filter((nodes) => nodes.length > 1).sort(compareFirst);
    if (forks.length > 0) this.#forks.set(author, forks);
    this.#forkVersions.delete(author);
  }

  #placeOf(row: number): string {
    return `${this.#rows.gen.get(row)}/${this.#rows.seq.get(row)}`;
  }

  #rowsOf(author: string): number[] {
    return (this.#heads.get(author) ?? []).map(({ row }) => row);
  }

  /** Generations and numbers grow along a branch. */
  #onOneBranch(head: number, gen: number, seq: number): number {
    const rows = this.#rows;
    const after = (row: number): number => rows.gen.get(row) - gen || rows.seq.get(row) - seq;
    let row = head;
    while (row >= 0 && after(row) > 0) {
      const jump = rows.jump.get(row);
      row = jump >= 0 && after(jump) >= 0 ? jump : rows.prev.get(row);
    }
    return row >= 0 && after(row) === 0 ? row : -1;
  }

  /** A place that holds others now; those of one author are many, and only this one is touched. */
  #replaceFork(author: string, old: StoredNode[], now: StoredNode[]): void {
    const forks = this.#forks.get(author) ?? [];
    if (old.length > 1) forks.splice(indexIn(forks, old), 1);
    if (now.length > 1) forks.splice(indexIn(forks, now), 0, now);
    if (forks.length > 0) this.#forks.set(author, forks);
    else this.#forks.delete(author);
    const known = this.#forkVersions.get(author);
    if (known && now.length > old.length) this.#forkVersions.set(author, withVersionsOf(known, [now]));
    else this.#forkVersions.delete(author);
  }
}

const NO_VERSIONS: readonly number[] = [];

/** Of all entries at one place the one of the highest version proves nothing alone. */
function withVersionsOf(
  known: readonly number[],
  places: readonly (readonly StoredNode[])[],
): readonly number[] {
  const versions = new Set(known);
  for (const place of places) {
    const [, ...lower] = place.map(({ version }) => version).sort((a, b) => b - a);
    for (const version of lower) versions.add(version);
  }
  return versions.size === known.length ? known : [...versions].sort((a, b) => a - b);
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
