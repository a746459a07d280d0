import {
  type Bytes,
  bytes,
  CHUNK_ROWS,
  type Floats,
  floats,
  IntLists,
  type Ints,
  ints,
  Texts,
} from './columns.ts';
import type { HashedEntry } from './entry.ts';
import { HashTable } from './hash-table.ts';

/** Ends of branches by author: the row of the one, or those of several. */
export type RowTips = Map<number, number | readonly number[]>;

const NONE = -1;

/**
 * The entries of a graph as far as links and places go, one row each, causes first: columns of numbers in the place of
 * objects, some 150 bytes an entry. What was read of an entry once stays as it is.
 */
export class GraphRows {
  readonly hashes = new HashTable();
  readonly authors = new Texts();
  readonly kinds = new Texts();
  readonly keys = new Texts();
  readonly author: Ints = ints();
  readonly kind: Ints = ints();
  readonly key: Ints = ints();
  readonly gen: Floats = floats();
  readonly seq: Ints = ints();
  readonly at: Floats = floats();
  /** Rows; -1 for none. */
  readonly prev: Ints = ints();
  readonly jump: Ints = ints();
  readonly height: Ints = ints();
  readonly depth: Ints = ints();
  /** `GraphNode.version`. */
  readonly version: Ints = ints();
  /** Parents other than `prev`. */
  readonly seen = new IntLists();
  /** The row with whose past this one begins: what an entry that cites nobody has seen is what the one before had. */
  readonly past: Ints = ints();
  /** Author and row of each end in the past of an entry, itself left out; empty where `past` is another row. */
  readonly tips = new IntLists();
  /** 1 for an entry that another one of its author follows. */
  readonly followed: Bytes = bytes();
  /** Authors with two entries after the same one, or two first ones. */
  readonly branched = new Set<number>();
  /** By chunk: how many authors, kinds and keys there were before it. */
  readonly before: [number, number, number][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Rows that were loaded into the columns count from now on. False if they cannot be what was written. */
  loaded(size: number): boolean {
    this.#size = size;
    return this.hashes.loaded(size);
  }

  /** The next row: an entry whose parents are all here. */
  append({ hash, entry }: HashedEntry, prev: number, seen: readonly number[], version: number): number {
    const row = this.#size;
    if (row % CHUNK_ROWS === 0)
      this.before[row / CHUNK_ROWS] = [this.authors.size, this.kinds.size, this.keys.size];
    const author = this.authors.number(entry.author);
    this.hashes.add(row, hash);
    this.author.set(row, author);
    this.kind.set(row, this.kinds.number(entry.kind));
    this.key.set(row, this.keys.number(entry.key));
    this.gen.set(row, entry.gen);
    this.seq.set(row, entry.seq);
    this.at.set(row, entry.at);
    this.prev.set(row, prev);
    this.jump.set(row, this.#jumpFrom(prev));
    this.depth.set(row, prev < 0 ? 0 : this.depth.get(prev) + 1);
    this.version.set(row, version);
    this.seen.write(row, seen);
    this.followed.set(row, 0);
    let height = prev < 0 ? 0 : this.height.get(prev);
    for (const parent of seen) height = Math.max(height, this.height.get(parent));
    this.height.set(row, 1 + height);
    const isAlike = prev >= 0 && seen.length === 0;
    this.past.set(row, isAlike ? this.past.get(prev) : row);
    this.tips.write(row, isAlike ? [] : this.#pastOf(author, prev, seen));
    this.#size = row + 1;
    return row;
  }

  /** Takes the last row out again. */
  removeLast(): void {
    this.hashes.removeLast();
    this.#size -= 1;
  }

  /** Parents, `prev` first. */
  parents(row: number): number[] {
    const prev = this.prev.get(row);
    const parents = prev < 0 ? [] : [prev];
    const [values, end] = [this.seen.values(row), this.seen.end(row)];
    for (let at = this.seen.start(row); at < end; at += 1) parents.push(values[at] as number);
    return parents;
  }

  /** The ends of the past of an entry, itself among them. */
  tipsOf(row: number): RowTips {
    const tips: RowTips = new Map();
    this.#addTips(tips, row);
    return tips;
  }

  /** The ends of the pasts of these entries together, themselves among them. */
  mergedTips(of: Iterable<number>): RowTips {
    const tips: RowTips = new Map();
    for (const row of of) this.#addTips(tips, row);
    return tips;
  }

  /** The same by name. */
  named<Node>(tips: RowTips, node: (row: number) => Node): Map<string, readonly Node[]> {
    const named = new Map<string, readonly Node[]>();
    for (const [author, ends] of tips)
      named.set(this.authors.text(author), typeof ends === 'number' ? [node(ends)] : ends.map(node));
    return named;
  }

  /** True when `ancestor` is `of` or lies in its past. */
  inPast(ancestor: number, of: number): boolean {
    const author = this.author.get(ancestor);
    if (this.author.get(of) === author && this.onBranch(ancestor, of)) return true;
    const past = this.past.get(of);
    const [values, end] = [this.tips.values(past), this.tips.end(past)];
    for (let at = this.tips.start(past); at < end; at += 2)
      if (values[at] === author && this.onBranch(ancestor, values[at + 1] as number)) return true;
    return false;
  }

  /** True when an entry is `tip` or one of those before it in the same feed. */
  onBranch(row: number, tip: number): boolean {
    const author = this.author.get(row);
    if (author !== this.author.get(tip)) return false;
    const depth = this.depth.get(row);
    if (depth > this.depth.get(tip)) return false;
    return !this.branched.has(author) || this.atDepth(tip, depth) === row;
  }

  /** The entry with this depth on the branch that ends at `tip`, which is as deep at least. */
  atDepth(tip: number, depth: number): number {
    let at = tip;
    while (at >= 0 && this.depth.get(at) > depth) {
      const jump = this.jump.get(at);
      at = jump >= 0 && this.depth.get(jump) >= depth ? jump : this.prev.get(at);
    }
    return at;
  }

  /** Of a later version of its author than another entry, or of the same one and a later generation. */
  isLaterLife(row: number, than: number): boolean {
    const version = this.version.get(row) - this.version.get(than);
    return version > 0 || (version === 0 && this.gen.get(row) > this.gen.get(than));
  }

  /** The first entry of a later life than that of `row`, on a branch that ends in such a one. */
  firstOfLater(row: number, end: number): number {
    let first = end;
    for (;;) {
      const [jump, prev] = [this.jump.get(first), this.prev.get(first)];
      if (jump >= 0 && this.isLaterLife(jump, row)) first = jump;
      else if (prev >= 0 && this.isLaterLife(prev, row)) first = prev;
      else return first;
    }
  }

  /** Causal order, ties by hash. */
  compare(one: number, other: number): number {
    return this.height.get(one) - this.height.get(other) || this.hashes.compare(one, other);
  }

  /** Two jumps of one length are followed by one over both: to any entry before it takes some 2 log2(depth) steps. */
  #jumpFrom(prev: number): number {
    if (prev < 0) return NONE;
    const once = this.jump.get(prev);
    const twice = once < 0 ? NONE : this.jump.get(once);
    if (twice < 0) return prev;
    const [from, middle, to] = [this.depth.get(prev), this.depth.get(once), this.depth.get(twice)];
    return from - middle === middle - to ? twice : prev;
  }

  /** Author and row of each end of what lies before an entry with these parents, without `prev`, which it replaces. */
  #pastOf(author: number, prev: number, seen: readonly number[]): number[] {
    const tips: RowTips = new Map();
    if (prev >= 0) this.#addTips(tips, prev);
    for (const parent of seen) this.#addTips(tips, parent);
    const past: number[] = [];
    for (const [of, ends] of tips) {
      if (typeof ends === 'number') {
        if (ends !== prev || of !== author) past.push(of, ends);
      } else for (const end of ends) if (end !== prev) past.push(of, end);
    }
    return past;
  }

  #addTips(tips: RowTips, row: number): void {
    const past = this.past.get(row);
    const [values, end] = [this.tips.values(past), this.tips.end(past)];
    const own = this.author.get(row);
    let isOwnThere = false;
    for (let at = this.tips.start(past); at < end; ) {
      const author = values[at] as number;
      const ends: number[] = [];
      for (; at < end && values[at] === author; at += 2) ends.push(values[at + 1] as number);
      if (author === own) {
        ends.push(row);
        isOwnThere = true;
      }
      this.#addEnds(tips, author, ends);
    }
    if (!isOwnThere) this.#addEnds(tips, own, [row]);
  }

  /** Of two ends on one branch only the later one counts. */
  #addEnds(tips: RowTips, author: number, ends: readonly number[]): void {
    const known = tips.get(author);
    const [first = NONE] = ends;
    if (known === undefined) tips.set(author, ends.length === 1 ? first : ends);
    else if (typeof known === 'number' && ends.length === 1) {
      if (this.onBranch(first, known)) return;
      tips.set(author, this.onBranch(known, first) ? first : [known, first].sort(this.#byCause));
    } else {
      const distinct = [...new Set([...(typeof known === 'number' ? [known] : known), ...ends])];
      const newest = distinct.filter(
        (row) => !distinct.some((later) => later !== row && this.onBranch(row, later)),
      );
      tips.set(author, newest.length === 1 ? (newest[0] as number) : newest.sort(this.#byCause));
    }
  }

  readonly #byCause = (one: number, other: number): number => this.compare(one, other);
}
