import { says } from '../saying.ts';
import type { StoredPart } from './columns.ts';
import { type Entry, type HashedEntry, parentHashes } from './entry.ts';
import { Feeds } from './feeds.ts';
import { GraphNodes } from './graph-nodes.ts';
import { GraphRows } from './graph-rows.ts';
import type { AddOutcome, GraphHooks, GraphNode, Refused } from './graph-types.ts';
import { lookedAt } from './looked-at.ts';
import { placeError } from './place-rules.ts';
import { refusal, thrownRefusal } from './refusal.ts';
import { RefusedEntries } from './refused-entries.ts';
import { StoredNode } from './stored-node.ts';
import { loadRows, storedRows } from './stored-rows.ts';
import { mergedTips } from './tip-sets.ts';
import { type Brought, WaitingEntries } from './waiting-entries.ts';

export { compareCausally } from './feeds.ts';

export type { AddOutcome, GraphHooks, GraphNode, Refused } from './graph-types.ts';

const AFTER_REFUSED = refusal('past', says('refusal.followsRefused'));

/**
 * The entries of one cell as a graph of causes. Pure data: hashes and signatures were checked before. An entry
 * waits until its causal past is present; a set of entries gives the same graph in any order of arrival. Nothing that
 * an entry does to the code that judges it is thrown on: it is refused.
 */
export class EntryGraph {
  /** The cell's id: the hash of its `found` entry. */
  readonly cell: string;
  /** Links and places, by row. */
  readonly rows = new GraphRows();
  readonly #nodes: GraphNodes;
  readonly #waiting = new WaitingEntries();
  readonly #refused = new RefusedEntries<Refused['code']>();
  readonly #feeds: Feeds;
  readonly #hooks: GraphHooks;

  /** @param stored fetches an entry that was let go of (`release`), whose hash is `hash` */
  constructor(cell: string, hooks: GraphHooks = {}, stored?: (hash: string) => Entry) {
    this.cell = cell;
    this.#hooks = hooks;
    this.#nodes = new GraphNodes(this.rows, stored ?? null);
    this.#feeds = new Feeds(this.rows, this.#nodes.node);
  }

  get size(): number {
    return this.rows.size;
  }

  get(hash: string): GraphNode | undefined {
    const row = this.rows.hashes.find(hash);
    return row < 0 ? undefined : this.#nodes.node(row);
  }

  /** In the order in which they were applied. */
  *nodes(): IterableIterator<GraphNode> {
    for (let row = 0; row < this.rows.size; row += 1) yield this.#nodes.node(row);
  }

  /** Number of entries that were applied before this one; -1 for one that is only looked at (`preview`). */
  rowOf(node: GraphNode): number {
    if (!(node instanceof StoredNode)) return -1;
    // A node of another copy of the log stands for the same entry.
    return node.isOf(this.#nodes) ? node.row : this.rows.hashes.find(node.hash);
  }

  /** The entry that so many were applied before. */
  nodeAt(row: number): GraphNode {
    return this.#nodes.node(row);
  }

  /** One chunk of what is known of the entries, to be stored. */
  part(at: number): StoredPart {
    return storedRows(this.rows, this.#nodes.kept, at);
  }

  /**
   * Takes over what was stored of a graph of `size` entries, all of which are where `stored` finds them; only while
   * this one is empty. Throws where it cannot be what was stored.
   */
  load(parts: readonly StoredPart[], size: number): void {
    for (const [at, part] of parts.entries()) loadRows(this.rows, this.#nodes.kept, at, part);
    if (!this.rows.loaded(size)) throw new RangeError('a graph has each entry once');
    this.#nodes.loaded(size);
    this.#feeds.loaded();
  }

  /** These entries are where `stored` finds them, so their bodies need not be kept here. */
  release(nodes: Iterable<GraphNode>): void {
    for (const node of nodes) this.#nodes.release(this.rowOf(node));
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
    return this.rows.hashes.find(hash) >= 0 || this.#waiting.has(hash) || this.#refused.has(hash);
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
    const row = this.rowOf(of);
    if (row < 0) return this.covers(of.tips, ancestor);
    const before = this.rowOf(ancestor);
    return before >= 0 && this.rows.inPast(before, row);
  }

  /** True when one of the tips of its author is `node` or comes after it. */
  covers(tips: ReadonlyMap<string, readonly GraphNode[]>, node: GraphNode): boolean {
    const own = tips.get(node.entry.author);
    return own?.some((tip) => this.onBranch(node, tip)) ?? false;
  }

  /** True when `node` is `tip` or one of the entries before it in the same feed. */
  onBranch(node: GraphNode, tip: GraphNode): boolean {
    if (node === tip) return true;
    const [row, end] = [this.rowOf(node), this.rowOf(tip)];
    if (row < 0) return false;
    if (end >= 0) return this.rows.onBranch(row, end);
    return tip.prev !== null && this.onBranch(node, tip.prev);
  }

  /** The tips of a set of entries: what an entry written after all of them would have as its past. */
  mergeTips(nodes: Iterable<GraphNode>): Map<string, readonly GraphNode[]> {
    const all = [...nodes];
    const rows = all.map((node) => this.rowOf(node));
    if (rows.includes(-1)) return mergedTips(all, (node, tip) => this.onBranch(node, tip));
    return this.rows.named(this.rows.mergedTips(rows), this.#nodes.node);
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

  /** Sorted. */
  authors(): readonly string[] {
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
    return parentHashes(entry).filter((hash) => this.rows.hashes.find(hash) < 0);
  }

  #parents(entry: Entry): GraphNode[] {
    return parentHashes(entry).map((hash) => this.get(hash) as GraphNode);
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
    return this.#refusal(added) ?? lookedAt(this, added);
  }

  #apply(added: HashedEntry): GraphNode {
    const { entry } = added;
    const rowOf = (hash: string): number => this.rows.hashes.find(hash);
    const parents = parentHashes(entry).map(rowOf);
    const prev = rowOf(entry.prev);
    const row = this.rows.append(added, prev, prev < 0 ? parents : parents.slice(1));
    this.#nodes.hold(row, entry);
    const node = this.#nodes.node(row);
    const takeBack = this.#feeds.place(row);
    try {
      this.#hooks.applied?.(node);
    } catch (thrown) {
      takeBack();
      this.#nodes.removeLast(row);
      this.rows.removeLast();
      throw thrown;
    }
    return node;
  }

  #refusal(added: HashedEntry): Refused | null {
    const { hash, entry } = added;
    return placeError(this, hash, entry) ?? this.#hooks.authorise?.(added, this.#parents(entry)) ?? null;
  }
}
