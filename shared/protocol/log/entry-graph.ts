import { type Saying, says } from '../saying.ts';
import { atDepth, jumpFrom } from './branch-jumps.ts';
import { type Entry, type HashedEntry, parentHashes } from './entry.ts';
import { Feeds } from './feeds.ts';
import { placeError } from './place-rules.ts';
import { type Refusal, type RefusedCode, refusal, thrownRefusal, type UnjudgedCode } from './refusal.ts';
import { RefusedEntries } from './refused-entries.ts';
import { mergedTips } from './tip-sets.ts';
import { type Brought, WaitingEntries } from './waiting-entries.ts';

export { compareCausally } from './feeds.ts';

/** An entry whose causal past is present. */
export interface GraphNode extends HashedEntry {
  readonly prev: GraphNode | null;
  readonly parents: readonly GraphNode[];
  /** 1 + the highest height among its parents: with the hash, the canonical causal order. */
  readonly height: number;
  /** Number of entries before it on its own branch. */
  readonly depth: number;
  /** An entry further back on its own branch, by which any of them is found in few steps. */
  readonly jump: GraphNode | null;
  /** Per author, the newest entries of its causal past, itself included: one, or several once the author branched. */
  readonly tips: ReadonlyMap<string, readonly GraphNode[]>;
}

export type Refused = Refusal<RefusedCode | UnjudgedCode>;

export type AddOutcome =
  | { readonly kind: 'applied'; readonly nodes: readonly GraphNode[] }
  | { readonly kind: 'waiting'; readonly missing: readonly string[] }
  | { readonly kind: 'known' }
  /** It would have to wait, and whoever brought it has no room left: it may come again. */
  | { readonly kind: 'crowded'; readonly says: Saying }
  | ({ readonly kind: 'refused' } & Refused);

export interface GraphHooks {
  /** Why an entry must not be taken, or null; pure, and judged from its causal past alone. */
  readonly authorise?: (added: HashedEntry, parents: readonly GraphNode[]) => Refused | null;
  /** Whether its author is somebody who may write here, as far as is known now, and signed it; default: yes. */
  readonly isWriter?: (entry: Entry) => boolean;
  /**
   * Why an entry that has waited is not kept after all, or null: what it was when it came says little of what is here
   * now. It is forgotten and may come again.
   */
  readonly excess?: (added: HashedEntry) => Saying | null;
  /**
   * Called as each entry is applied, before any that follows it is looked at. An entry for which this throws is
   * refused as if it had never been here: a hook that throws has left nothing of it behind.
   */
  readonly applied?: (node: GraphNode) => void;
}

const AFTER_REFUSED = refusal('past', says('refusal.followsRefused'));

/**
 * The entries of one cell as a graph of causes. Pure data: hashes and signatures were checked before. An entry
 * waits until its causal past is present; a set of entries gives the same graph in any order of arrival. Nothing that
 * an entry does to the code that judges it is thrown on: it is refused.
 */
export class EntryGraph {
  /** The cell's id: the hash of its `found` entry. */
  readonly cell: string;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #waiting = new WaitingEntries();
  readonly #refused = new RefusedEntries<Refused['code']>();
  readonly #feeds = new Feeds();
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

  isWaiting(hash: string): boolean {
    return this.#waiting.has(hash);
  }

  /** Why an entry was refused, as long as that is remembered. */
  refusedAs(hash: string): Refused | undefined {
    return this.#refused.get(hash);
  }

  isKnown(hash: string): boolean {
    return this.#nodes.has(hash) || this.#waiting.has(hash) || this.#refused.has(hash);
  }

  /** True when an entry of somebody else waits for it, perhaps through later ones of the same author. */
  isAwaited({ hash, entry }: HashedEntry): boolean {
    return this.#waiting.isAwaited(hash, entry.author);
  }

  /**
   * Adds an entry and every waiting one that it sets free; `nodes` are those, causes first. What `brought` says bounds
   * what waits; without it there is no bound.
   */
  add(added: HashedEntry, brought: Brought | null = null): AddOutcome {
    if (this.isKnown(added.hash)) return { kind: 'known' };
    const missing = this.#missing(added.entry);
    if (missing.some((hash) => this.#refused.has(hash))) {
      this.#refused.add(added.hash, AFTER_REFUSED);
      return { kind: 'refused', ...AFTER_REFUSED };
    }
    if (missing.length > 0) {
      const isStranger = !this.#isWriter(added.entry);
      const crowded = brought && this.#waiting.crowded(brought, isStranger);
      if (crowded) return { kind: 'crowded', says: crowded };
      this.#waiting.add(added, missing, brought, isStranger);
      return { kind: 'waiting', missing };
    }
    const nodes = this.#applyAll(added);
    const refused = this.#refused.get(added.hash);
    return refused ? { kind: 'refused', ...refused } : { kind: 'applied', nodes };
  }

  /** Forgets an entry that waits: it may be added again. */
  forget(hash: string): void {
    this.#waiting.forget(hash);
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
    if (!this.#feeds.isBranched(node.entry.author)) return true;
    return atDepth(tip, node.depth) === node;
  }

  /** The tips of a set of entries: what an entry written after all of them would have as its past. */
  mergeTips(nodes: Iterable<GraphNode>): Map<string, readonly GraphNode[]> {
    return mergedTips(nodes, (node, tip) => this.onBranch(node, tip));
  }

  /** The places (gen, seq) at which an author signed different entries: each is a proof of equivocation. */
  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return this.#feeds.forkedPlaces(author);
  }

  /** Entries by this author at this place. */
  at(author: string, gen: number, seq: number): readonly GraphNode[] {
    return this.#feeds.at(author, gen, seq);
  }

  isForked(author: string): boolean {
    return this.#feeds.isForked(author);
  }

  /** Authors who signed different entries at one place, sorted. */
  forkedAuthors(): string[] {
    return this.#feeds.forkedAuthors();
  }

  authors(): string[] {
    return this.#feeds.authors();
  }

  /** The ends of an author's branches, whoever cites them, in causal order. */
  heads(author: string): readonly GraphNode[] {
    return this.#feeds.heads(author);
  }

  #isWriter(entry: Entry): boolean {
    try {
      return this.#hooks.isWriter?.(entry) ?? true;
    } catch {
      return false;
    }
  }

  #missing(entry: Entry): string[] {
    return parentHashes(entry).filter((hash) => !this.#nodes.has(hash));
  }

  #parents(entry: Entry): GraphNode[] {
    return parentHashes(entry).map((hash) => this.#nodes.get(hash) as GraphNode);
  }

  #applyAll(first: HashedEntry): GraphNode[] {
    const applied: GraphNode[] = [];
    const ready = [first];
    for (let next = ready.shift(); next; next = ready.shift()) {
      if (next !== first && this.#hooks.excess?.(next)) continue;
      const node = this.#judgeAndApply(next);
      if (node) {
        applied.push(node);
        ready.push(...this.#waiting.arrived(next.hash));
      } else this.#refuseWaiters(next.hash);
    }
    return applied;
  }

  /** What waits for an entry that was refused will never be applied. */
  #refuseWaiters(refused: string): void {
    const hopeless = this.#waiting.waitersFor(refused);
    for (let waiter = hopeless.pop(); waiter; waiter = hopeless.pop()) {
      if (!this.#waiting.has(waiter.hash)) continue;
      this.#waiting.forget(waiter.hash);
      this.#refused.add(waiter.hash, AFTER_REFUSED);
      hopeless.push(...this.#waiting.waitersFor(waiter.hash));
    }
  }

  /** Null when it is refused. */
  #judgeAndApply(added: HashedEntry): GraphNode | null {
    let refused: Refused | null;
    try {
      refused = this.#refusal(added);
      if (!refused) return this.#apply(added);
    } catch (thrown) {
      refused = thrownRefusal(thrown);
    }
    this.#refused.add(added.hash, refused);
    return null;
  }

  /**
   * The node that an entry would become, or why it is refused, without adding it: what its author asks before it
   * signs. Its causal past must be present.
   */
  preview(added: HashedEntry): GraphNode | Refused {
    if (this.#missing(added.entry).length > 0) return refusal('place', says('refusal.pastMissing'));
    return this.#refusal(added) ?? this.#node(added);
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
      jump: jumpFrom(prev),
      tips,
    };
    const own = tips.get(entry.author)?.filter((tip) => tip !== prev) ?? [];
    tips.set(entry.author, [...own, node]);
    return node;
  }

  #apply(added: HashedEntry): GraphNode {
    const node = this.#node(added);
    this.#nodes.set(node.hash, node);
    const takeBack = this.#feeds.place(node);
    try {
      this.#hooks.applied?.(node);
    } catch (thrown) {
      takeBack();
      this.#nodes.delete(node.hash);
      throw thrown;
    }
    return node;
  }

  #refusal(added: HashedEntry): Refused | null {
    const { hash, entry } = added;
    return placeError(this, hash, entry) ?? this.#hooks.authorise?.(added, this.#parents(entry)) ?? null;
  }
}
