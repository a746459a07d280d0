import { type HashedEntry, parentHashes, ZERO_HASH } from './entry.ts';
import type { EntryGraph, GraphNode } from './entry-graph.ts';

/** An author's entries that may wait for their causal past; the rest is asked for again. */
const WAITING_MAX_PER_AUTHOR = 1000;
/** Branches of one author that are kept although nobody cites them: enough to prove an equivocation. */
const UNCITED_BRANCHES_MAX = 2;

/**
 * Why an entry is not kept, or null (CLOSING: Branches): bounds on what a misbehaving author can make a node hold.
 * What another author's entry waits for is always taken, so that nobody is cut off by what it cites.
 */
export function excessError(graph: EntryGraph, { hash, entry }: HashedEntry): string | null {
  const { author, prev } = entry;
  const waiting = [...graph.waiting()];
  if (waiting.length > 0) {
    if (isAwaited(waiting, hash, author)) return null;
    if (waiting.filter((other) => other.entry.author === author).length >= WAITING_MAX_PER_AUTHOR)
      return `${WAITING_MAX_PER_AUTHOR} entries of its author wait already`;
  }
  const heads = graph.heads(author);
  const follows = graph.get(prev);
  if (heads.length < UNCITED_BRANCHES_MAX || (follows && heads.includes(follows))) return null;
  if (!follows && prev !== ZERO_HASH) return null;
  const uncited = heads.filter((head) => !isCited(graph, head));
  return uncited.length >= UNCITED_BRANCHES_MAX ? 'two branches of its author are kept already' : null;
}

/** True when an entry by someone else waits for this one, perhaps through later ones of the same author. */
function isAwaited(waiting: readonly HashedEntry[], hash: string, author: string): boolean {
  const needed = [hash];
  for (let at = 0; at < needed.length; at += 1) {
    for (const other of waiting) {
      if (needed.includes(other.hash) || !parentHashes(other.entry).includes(needed[at] as string)) continue;
      if (other.entry.author !== author) return true;
      needed.push(other.hash);
    }
  }
  return false;
}

/** True when an entry of another author has it in its past. */
function isCited(graph: EntryGraph, node: GraphNode): boolean {
  return graph
    .authors()
    .some(
      (author) =>
        author !== node.entry.author && graph.heads(author).some((head) => graph.inPast(node, head)),
    );
}
