import type { GraphNode } from '../log/entry-graph.ts';
import { compareCausally } from '../log/entry-graph.ts';
import type { Decidable } from './ballot.ts';
import type { ProofBody } from './bodies.ts';
import { ownNodes } from './own.ts';

/**
 * The proof that a member writes as soon as it holds one, or null: two entries that one author signed at one place.
 * Citing both branches is what keeps a forked author's entries in the state (CLOSING: Branches), so it is written
 * before anything else is looked at: else a final state that rests on one of them would open again.
 */
export function proofDue(
  book: Decidable,
  me: string,
  head: GraphNode | null,
  tips: ReadonlyMap<string, readonly GraphNode[]>,
): ProofBody | null {
  const { graph } = book;
  for (const member of graph.forkedAuthors()) {
    if (member === me || ownNodes(book, head, book.proofs(member)).length > 0) continue;
    for (const place of graph.forkedPlaces(member)) {
      const [one, other] = place.filter((node) => graph.covers(tips, node)).sort(compareCausally);
      if (one && other) return { member, entries: [one.hash, other.hash].sort() as [string, string] };
    }
  }
  return null;
}
