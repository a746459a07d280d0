/** What one holder of a cell's log says to another: tips by hash, and the entries that these tips lack. */
import { citableEnds } from './citable-ends.ts';
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
  // As nearly always: whoever holds our ends lacks nothing.
  if (
    graph.authors().every((author) => graph.heads(author).every(({ hash }) => tips[author]?.includes(hash)))
  )
    return [];
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

/** What an author's next entry lists as seen: ends of others' feeds that its own past lacks (`citableEnds`). */
export function seenSince(graph: EntryGraph, author: string, head: GraphNode | null): Entry['seen'] {
  const ends = new Map<string, string[]>();
  for (const { entry, hash } of citableEnds(graph, author, head))
    ends.set(entry.author, [...(ends.get(entry.author) ?? []), hash]);
  const seen: Entry['seen'] = {};
  for (const [other, hashes] of ends) {
    const [first] = hashes;
    if (first) seen[other] = hashes.length === 1 ? first : hashes.sort();
  }
  return seen;
}

/** Tips that an author's next entry would have in its past. */
export function tipsAhead(
  graph: EntryGraph,
  author: string,
  head: GraphNode | null,
): ReadonlyMap<string, readonly GraphNode[]> {
  const ends = citableEnds(graph, author, head);
  return graph.mergeTips(head ? [head, ...ends] : ends);
}
