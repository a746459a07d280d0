import { compareCausally, type EntryGraph, type GraphNode } from '../log/entry-graph.ts';
import type { Decidable } from './ballot.ts';
import type { ProofBody } from './bodies.ts';
import { ownNodes } from './own.ts';

/** Asked for at every news, of proofs whose bodies may be on disk. */
const proved = new WeakMap<GraphNode, number>();

/** For which version of a member a valid proof is one: the lower of its two entries'. */
export function provedVersion(graph: EntryGraph, proof: GraphNode): number {
  const known = proved.get(proof);
  if (known !== undefined) return known;
  const { entries } = proof.entry.body as ProofBody;
  const version = Math.min(...entries.map((hash) => graph.get(hash)?.version ?? 0));
  proved.set(proof, version);
  return version;
}

/**
 * The proof that a member writes as soon as it holds one, or null: two entries that one author signed at one place, once
 * for each of its versions. Of its own it proves what stands under keys that it has no more. Citing both branches is what keeps a forked author's entries in the state (CLOSING: Branches), so it is written
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
    const versions = graph.forkVersions(member);
    if (member === me && (versions[0] ?? 0) >= (head?.version ?? 0)) continue;
    const own = ownNodes(book, head, book.proofs(member)).map((proof) => provedVersion(graph, proof));
    for (const version of versions) {
      if (own.includes(version) || (member === me && version >= (head?.version ?? 0))) continue;
      const entries = firstPair(graph, member, version, tips);
      if (entries) return { member, entries };
    }
  }
  return null;
}

/** Of the first place of which enough is known: two entries of which the lower version is this one. */
function firstPair(
  graph: EntryGraph,
  member: string,
  version: number,
  tips: ReadonlyMap<string, readonly GraphNode[]>,
): [string, string] | null {
  for (const place of graph.forkedPlaces(member)) {
    const known = place
      .filter((node) => node.version >= version && graph.covers(tips, node))
      .sort(compareCausally);
    const one = known.find((node) => node.version === version);
    const other = known.find((node) => node !== one);
    if (one && other) return [one.hash, other.hash].sort() as [string, string];
  }
  return null;
}
