/** What one holder of a cell's log says to another: tips by hash, and the entries that these tips lack. */
import type { Entry } from './entry.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** author -> hashes of the ends of its branches: by hash, because forked feeds of one length are not equal. */
export type Tips = Readonly<Record<string, readonly string[]>>;

export function tipsOf(graph: EntryGraph): Tips {
  const tips: Record<string, string[]> = {};
  for (const author of graph.authors()) tips[author] = graph.heads(author).map((node) => node.hash);
  return tips;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Entries that a holder of these tips lacks, causes first. O(what is missing), not O(history).
 *
 * Which of a feed it has cannot be told while one of its tips of that feed is unknown here: most likely all of ours
 * and more, which it is about to send. So nothing of this feed is listed, unless the tip is among the `doubted`,
 * for which one has waited in vain: then it may be on another branch, and gets all that it may lack.
 */
export function missingNodes(
  graph: EntryGraph,
  tips: Tips,
  doubted: ReadonlySet<string> = NONE,
): GraphNode[] {
  const held = Object.values(tips)
    .flat()
    .map((hash) => graph.get(hash))
    .filter((node) => node !== undefined);
  const covered = graph.mergeTips(held);
  const lacking = new Set<GraphNode>();
  for (const author of graph.authors()) {
    if (tips[author]?.some((hash) => !graph.get(hash) && !doubted.has(hash))) continue;
    for (const head of graph.heads(author)) {
      for (let node: GraphNode | null = head; node && !lacking.has(node); node = node.prev) {
        if (graph.covers(covered, node)) break;
        lacking.add(node);
      }
    }
  }
  return [...lacking].sort((a, b) => a.height - b.height);
}

/** What an author's next entry lists as seen: tips of others that its own past lacks, two of a branched author. */
export function seenSince(graph: EntryGraph, author: string, head: GraphNode | null): Entry['seen'] {
  const before = head?.tips ?? new Map<string, readonly GraphNode[]>();
  const seen: Entry['seen'] = {};
  for (const other of graph.authors()) {
    if (other === author) continue;
    const fresh = graph.heads(other).filter((node) => !graph.covers(before, node));
    const [first, second] = fresh.map((node) => node.hash).sort();
    if (first && second) seen[other] = [first, second];
    else if (first) seen[other] = first;
  }
  return seen;
}

/** Tips that an author's next entry would have in its past. */
export function tipsAhead(
  graph: EntryGraph,
  author: string,
  head: GraphNode | null,
): ReadonlyMap<string, readonly GraphNode[]> {
  const seen = Object.values(seenSince(graph, author, head))
    .flat()
    .map((hash) => graph.get(hash));
  return graph.mergeTips([head, ...seen].filter((node) => node !== null && node !== undefined));
}
