import { type Entry, type HashedEntry, parentHashes, ZERO_HASH } from './entry.ts';
import { type Refusal, type RefusedCode, refusal } from './refusal.ts';

/** An entry whose causal past is present. */
export interface GraphNode extends HashedEntry {
  readonly prev: GraphNode | null;
  readonly parents: readonly GraphNode[];
  /** 1 + the highest height among its parents: with the hash, the canonical causal order. */
  readonly height: number;
  /** Number of entries before it on its own branch. */
  readonly depth: number;
  /** Per author, the newest entries of its causal past, itself included: one, or several once the author branched. */
  readonly tips: ReadonlyMap<string, readonly GraphNode[]>;
}

export type Refused = Refusal<RefusedCode>;

export type AddOutcome =
  | { readonly kind: 'applied'; readonly nodes: readonly GraphNode[] }
  | { readonly kind: 'waiting'; readonly missing: readonly string[] }
  | { readonly kind: 'known' }
  | ({ readonly kind: 'refused' } & Refused);

export interface GraphHooks {
  /** Why an entry must not be taken, or null; pure, and judged from its causal past alone. */
  readonly authorise?: (added: HashedEntry, parents: readonly GraphNode[]) => Refused | null;
  /** Called as each entry is applied, before any that follows it is looked at. */
  readonly applied?: (node: GraphNode) => void;
}

/** Causal order, ties by hash: fixed for each entry, whatever else is known. */
export function compareCausally(a: GraphNode, b: GraphNode): number {
  return a.height - b.height || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

function compareFirst([a]: readonly GraphNode[], [b]: readonly GraphNode[]): number {
  return a && b ? compareCausally(a, b) : 0;
}

/**
 * The entries of one cell as a graph of causes. Pure data: hashes and signatures were checked before. An entry
 * waits until its causal past is present; a set of entries gives the same graph in any order of arrival.
 */
export class EntryGraph {
  /** The cell's id: the hash of its `found` entry. */
  readonly cell: string;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #waiting = new Map<string, HashedEntry>();
  /** Missing hash -> entries that wait for it. */
  readonly #waitingFor = new Map<string, Set<string>>();
  readonly #refused = new Map<string, Refused>();
  /** author -> `gen/seq` -> entries at this place (several: an equivocation). */
  readonly #places = new Map<string, Map<string, GraphNode[]>>();
  /** author -> those of its places that hold several entries, each in causal order. */
  readonly #forks = new Map<string, readonly (readonly GraphNode[])[]>();
  /** author -> applied entries that none of its own follows. */
  readonly #heads = new Map<string, GraphNode[]>();
  /** Authors with two entries after the same `prev`. */
  readonly #branched = new Set<string>();
  /** `prev`, or the author of a first entry -> number of its entries that follow. */
  readonly #followers = new Map<string, number>();

  readonly #hooks: GraphHooks;

  constructor(cell: string, hooks: GraphHooks = {}) {
    this.cell = cell;
    this.#hooks = hooks;
  }

  get size(): number {
    return this.#nodes.size;
  }

  get(hash: string): GraphNode | undefined {
    return this.#nodes.get(hash);
  }

  nodes(): IterableIterator<GraphNode> {
    return this.#nodes.values();
  }

  waiting(): IterableIterator<HashedEntry> {
    return this.#waiting.values();
  }

  isKnown(hash: string): boolean {
    return this.#nodes.has(hash) || this.#waiting.has(hash) || this.#refused.has(hash);
  }

  /** Adds an entry and every waiting one that it sets free; `nodes` are those, causes first. */
  add(added: HashedEntry): AddOutcome {
    if (this.isKnown(added.hash)) return { kind: 'known' };
    const missing = this.#missing(added.entry);
    if (missing.length > 0) {
      this.#wait(added, missing);
      return { kind: 'waiting', missing };
    }
    const refused = this.#refusal(added);
    if (refused) return { kind: 'refused', ...refused };
    return { kind: 'applied', nodes: this.#applyAll(added) };
  }

  /** True when `ancestor` is `of` itself or lies in its causal past. */
  inPast(ancestor: GraphNode, of: GraphNode): boolean {
    return this.covers(of.tips, ancestor);
  }

  /** True when one of the tips of its author is `node` or comes after it. */
  covers(tips: ReadonlyMap<string, readonly GraphNode[]>, node: GraphNode): boolean {
    const own = tips.get(node.entry.author);
    return own?.some((tip) => this.onBranch(node, tip)) ?? false;
  }

  /** True when `node` is `tip` or one of the entries before it in the same feed. */
  onBranch(node: GraphNode, tip: GraphNode): boolean {
    if (node.entry.author !== tip.entry.author || node.depth > tip.depth) return false;
    if (!this.#branched.has(node.entry.author)) return true;
    let at: GraphNode | null = tip;
    while (at && at.depth > node.depth) at = at.prev;
    return at === node;
  }

  /** The tips of a set of entries: what an entry written after all of them would have as its past. */
  mergeTips(nodes: Iterable<GraphNode>): Map<string, readonly GraphNode[]> {
    const merged = new Map<string, readonly GraphNode[]>();
    for (const node of nodes) {
      for (const [author, tips] of node.tips) {
        const known = merged.get(author);
        if (known !== tips) merged.set(author, known ? this.#newest(known, tips) : tips);
      }
    }
    return merged;
  }

  /** The places (gen, seq) at which an author signed different entries: each is a proof of equivocation. */
  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return this.#forks.get(author) ?? [];
  }

  /** Entries by this author at this place. */
  at(author: string, gen: number, seq: number): readonly GraphNode[] {
    return this.#places.get(author)?.get(`${gen}/${seq}`) ?? [];
  }

  isForked(author: string): boolean {
    return this.#forks.has(author);
  }

  /** Authors who signed different entries at one place, sorted. */
  forkedAuthors(): string[] {
    return [...this.#forks.keys()].sort();
  }

  authors(): string[] {
    return [...this.#places.keys()].sort();
  }

  /** The ends of an author's branches, whoever cites them, in causal order. */
  heads(author: string): readonly GraphNode[] {
    return this.#heads.get(author) ?? [];
  }

  #missing(entry: Entry): string[] {
    return parentHashes(entry).filter((hash) => !this.#nodes.has(hash));
  }

  #parents(entry: Entry): GraphNode[] {
    return parentHashes(entry).map((hash) => this.#nodes.get(hash) as GraphNode);
  }

  #wait(added: HashedEntry, missing: readonly string[]): void {
    this.#waiting.set(added.hash, added);
    for (const hash of missing) {
      const waiters = this.#waitingFor.get(hash);
      if (waiters) waiters.add(added.hash);
      else this.#waitingFor.set(hash, new Set([added.hash]));
    }
  }

  #applyAll(first: HashedEntry): GraphNode[] {
    const applied: GraphNode[] = [];
    const ready = [first];
    for (let next = ready.shift(); next; next = ready.shift()) {
      if (this.#refusal(next)) continue;
      applied.push(this.#apply(next));
      const waiters = [...(this.#waitingFor.get(next.hash) ?? [])].sort();
      this.#waitingFor.delete(next.hash);
      for (const hash of waiters) {
        const waiter = this.#waiting.get(hash);
        if (waiter && this.#missing(waiter.entry).length === 0) {
          this.#waiting.delete(hash);
          ready.push(waiter);
        }
      }
    }
    return applied;
  }

  /**
   * The node that an entry would become, or why it is refused, without adding it: what its author asks before it
   * signs. Its causal past must be present.
   */
  preview(added: HashedEntry): GraphNode | Refused {
    if (this.#missing(added.entry).length > 0) return refusal('place', 'its past is not here');
    const { hash, entry } = added;
    const refused =
      this.#shapeError(hash, entry) ?? this.#hooks.authorise?.(added, this.#parents(entry)) ?? null;
    return refused ?? this.#node(added);
  }

  #node({ hash, entry }: HashedEntry): GraphNode {
    const prev = this.#nodes.get(entry.prev) ?? null;
    const parents = this.#parents(entry);
    const tips = this.mergeTips(parents);
    const node: GraphNode = {
      hash,
      entry,
      prev,
      parents,
      height: 1 + Math.max(0, ...parents.map((parent) => parent.height)),
      depth: prev ? prev.depth + 1 : 0,
      tips,
    };
    const own = tips.get(entry.author)?.filter((tip) => tip !== prev) ?? [];
    tips.set(entry.author, [...own, node]);
    return node;
  }

  #apply(added: HashedEntry): GraphNode {
    const node = this.#node(added);
    this.#nodes.set(node.hash, node);
    this.#place(node);
    this.#hooks.applied?.(node);
    return node;
  }

  #place(node: GraphNode): void {
    const { author, gen, seq } = node.entry;
    const places = this.#places.get(author) ?? new Map<string, GraphNode[]>();
    this.#places.set(author, places);
    const place = `${gen}/${seq}`;
    const here = [...(places.get(place) ?? []), node].sort(compareCausally);
    places.set(place, here);
    if (here.length > 1) {
      const others = this.forkedPlaces(author).filter(([first]) => first && !here.includes(first));
      this.#forks.set(author, [...others, here].sort(compareFirst));
    }
    const key = node.prev ? node.prev.hash : author;
    const followers = 1 + (this.#followers.get(key) ?? 0);
    this.#followers.set(key, followers);
    if (followers > 1) this.#branched.add(author);
    const heads = this.heads(author).filter((head) => head !== node.prev);
    this.#heads.set(author, [...heads, node].sort(compareCausally));
  }

  #newest(known: readonly GraphNode[], more: readonly GraphNode[]): readonly GraphNode[] {
    const [one, other] = [known[0], more[0]];
    if (known.length === 1 && more.length === 1 && one && other) {
      if (this.onBranch(other, one)) return known;
      if (this.onBranch(one, other)) return more;
    }
    const distinct = [...new Set([...known, ...more])];
    return distinct
      .filter((node) => !distinct.some((later) => later !== node && this.onBranch(node, later)))
      .sort(compareCausally);
  }

  /** Rules of shape that need the parents: what breaks them is refused for good, and so is all that follows it. */
  #refusal({ hash, entry }: HashedEntry): Refused | null {
    const refused =
      this.#shapeError(hash, entry) ?? this.#hooks.authorise?.({ hash, entry }, this.#parents(entry)) ?? null;
    if (refused) this.#refused.set(hash, refused);
    return refused;
  }

  #shapeError(hash: string, entry: Entry): Refused | null {
    if (hash === this.cell) {
      const first = entry.gen === 0 && entry.seq === 0 && entry.prev === ZERO_HASH;
      if (entry.kind !== 'found' || entry.cell !== ZERO_HASH || !first || parentHashes(entry).length > 0) {
        return refusal('founding', 'the entry that founds a cell is the first of its author and has no past');
      }
      return null;
    }
    if (entry.cell !== this.cell) return refusal('cell', 'it belongs to another cell');
    if (entry.kind === 'found') return refusal('founding', 'a cell is founded once');
    return this.#linkError(entry) ?? this.#seenError(entry);
  }

  #linkError(entry: Entry): Refused | null {
    if (entry.prev === ZERO_HASH) {
      if (entry.gen !== 0 || entry.seq !== 0)
        return refusal('place', 'an entry without a previous one has generation 0 and number 0');
      return parentHashes(entry).length > 0
        ? null
        : refusal('admission', 'the first entry of a member cites its admission');
    }
    const prev = this.#nodes.get(entry.prev);
    if (!prev || prev.entry.author !== entry.author)
      return refusal('place', 'its previous entry is by another author');
    const next = entry.gen === prev.entry.gen && entry.seq === prev.entry.seq + 1;
    const restored = entry.gen > prev.entry.gen && entry.seq === 0 && entry.kind === 'restored';
    return next || restored ? null : refusal('place', 'its number does not follow the one before it');
  }

  #seenError(entry: Entry): Refused | null {
    const before = this.#nodes.get(entry.prev)?.tips ?? new Map<string, readonly GraphNode[]>();
    for (const [author, value] of Object.entries(entry.seen)) {
      if (author === entry.author) return refusal('seen', 'it lists its own author among what it has seen');
      const [first, second] = [value].flat().map((hash) => this.#nodes.get(hash) as GraphNode);
      for (const node of [first, second]) {
        if (!node) continue;
        if (node.entry.author !== author)
          return refusal('seen', `what it has seen of ${author} is by another author`);
        if (this.covers(before, node))
          return refusal('seen', `what it has seen of ${author} does not advance`);
      }
      if (first && second && (this.onBranch(first, second) || this.onBranch(second, first))) {
        return refusal('seen', `what it has seen of ${author} is twice the same branch`);
      }
    }
    return null;
  }
}
