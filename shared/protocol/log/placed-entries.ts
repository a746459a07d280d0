import type { Entry } from './entry.ts';
import { Feeds } from './feeds.ts';
import { GraphNodes } from './graph-nodes.ts';
import { GraphRows } from './graph-rows.ts';
import type { GraphNode } from './graph-types.ts';
import { StoredNode } from './stored-node.ts';
import { mergedTips } from './tip-sets.ts';

/** Entries that have their place in a graph of causes, and what is asked of it: reads only. */
export class PlacedEntries {
  /** Links and places, by row. */
  readonly rows = new GraphRows();
  protected readonly placed: GraphNodes;
  protected readonly feeds: Feeds;

  /** @param stored fetches an entry that was let go of (`release`), whose hash is `hash` */
  constructor(stored?: (hash: string) => Entry) {
    this.placed = new GraphNodes(this.rows, stored ?? null);
    this.feeds = new Feeds(this.rows, this.placed.node);
  }

  get size(): number {
    return this.rows.size;
  }

  get(hash: string): GraphNode | undefined {
    const row = this.rows.hashes.find(hash);
    return row < 0 ? undefined : this.placed.node(row);
  }

  /** In the order in which they were applied. */
  *nodes(): IterableIterator<GraphNode> {
    for (let row = 0; row < this.rows.size; row += 1) yield this.placed.node(row);
  }

  /** Number of entries that were applied before this one; -1 for one that is only looked at (`preview`). */
  rowOf(node: GraphNode): number {
    if (!(node instanceof StoredNode)) return -1;
    // A node of another copy of the log stands for the same entry.
    return node.isOf(this.placed) ? node.row : this.rows.hashes.find(node.hash);
  }

  /** The entry that so many were applied before. */
  nodeAt(row: number): GraphNode {
    return this.placed.node(row);
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
    return this.rows.named(this.rows.mergedTips(rows), this.placed.node);
  }

  /** The places (gen, seq) at which an author signed different entries: each is a proof of equivocation. */
  forkedPlaces(author: string): readonly (readonly GraphNode[])[] {
    return this.feeds.forkedPlaces(author);
  }

  /** Entries by this author at this place. */
  at(author: string, gen: number, seq: number): readonly GraphNode[] {
    return this.feeds.at(author, gen, seq);
  }

  /** Whether an author did so in this version of itself or later ones, with both entries. */
  isForked(author: string, version = 0): boolean {
    return this.feeds.isForked(author, version);
  }

  /** For which versions of an author there is a proof of that, ascending. */
  forkVersions(author: string): readonly number[] {
    return this.feeds.forkVersions(author);
  }

  /**
   * Of the branches that go on from an entry into a later life of its author (a later version of itself, or a later
   * generation of the same one): the first entry of each.
   */
  firstOfLaterLives(node: GraphNode): GraphNode[] {
    const { rows } = this;
    const row = this.rowOf(node);
    if (row < 0) return [];
    return this.heads(node.entry.author).flatMap((head) => {
      const end = this.rowOf(head);
      return rows.isLaterLife(end, row) && rows.onBranch(row, end)
        ? this.nodeAt(rows.firstOfLater(row, end))
        : [];
    });
  }

  /** Authors who signed different entries at one place, sorted. */
  forkedAuthors(): string[] {
    return this.feeds.forkedAuthors();
  }

  /** Sorted. */
  authors(): readonly string[] {
    return this.feeds.authors();
  }

  /** The ends of an author's branches, whoever cites them, in causal order. */
  heads(author: string): readonly GraphNode[] {
    return this.feeds.heads(author);
  }
}
