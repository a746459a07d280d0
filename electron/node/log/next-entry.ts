import type { FirstPlace } from '#shared/protocol/closing/first-place.ts';
import { type Entry, parentHashes, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';

/** The keys of one home, by Multikey. */
export interface HeldKeys {
  /** Null for one that was never here, or is no more. */
  get(multikey: string): SigningKey | null;
  /** Whether it was ever here: what stands under it was written here, or in a copy of this home. */
  holds(multikey: string): boolean;
}

/** Who writes here: the operator's own feed. */
export interface LogAuthor {
  readonly scid: string;
  /** Signs where no log says yet which key does: in one that is founded, or has yet to come. */
  readonly key: SigningKey;
  /** All that it ever had; default: that one. */
  readonly keys?: HeldKeys | null;
}

/** The Multikey under which an author writes an entry with these parents, or null if it may write none. */
export type KeyAt = (author: string, parents: readonly GraphNode[], prev: GraphNode | null) => string | null;

/**
 * The entry that follows all that the graph holds, at the next place of its author's feed; not signed yet.
 * @param first where a feed goes on whose machine was lost (`firstPlace`); default: none was
 */
export function nextEntry(
  graph: EntryGraph,
  author: LogAuthor,
  nowMs: number,
  kind: string,
  body: Record<string, unknown>,
  first: (head: GraphNode | null, parents: readonly GraphNode[]) => FirstPlace | null = () => null,
): Entry {
  const head = ownHead(graph, author);
  const after = (prev: GraphNode | null, gen: number, seq: number): Entry => ({
    v: 1,
    cell: graph.cell,
    author: author.scid,
    gen,
    seq,
    prev: prev?.hash ?? ZERO_HASH,
    seen: seenSince(graph, author.scid, prev),
    // A clock that lost its setting may stand before 1970.
    at: Math.max(0, nowMs),
    kind,
    body,
    key: multikey(author),
  });
  const usual = after(head, head?.entry.gen ?? 0, head ? head.entry.seq + 1 : 0);
  const place = first(
    head,
    parentHashes(usual).flatMap((hash) => graph.get(hash) ?? []),
  );
  return place ? after(place.prev, place.gen, 0) : usual;
}

/** The newest of the author's ends that stand under keys of its own. */
export function ownHead(graph: EntryGraph, author: LogAuthor): GraphNode | null {
  const ends = graph.heads(author.scid).filter(({ entry }) => isOwnKey(author, entry.key));
  return ends.reduce<GraphNode | null>(
    (newest, end) => (newest && !isLater(end, newest) ? newest : end),
    null,
  );
}

export function isOwnKey(author: LogAuthor, key: string): boolean {
  return key === multikey(author) || author.keys?.holds(key) === true;
}

/** What signs under a key, or null where that is not here. */
export function signerOf(author: LogAuthor, key: string): SigningKey | null {
  return author.keys?.get(key) ?? (key === multikey(author) ? author.key : null);
}

const multikeys = new WeakMap<SigningKey, string>();

function multikey({ key }: LogAuthor): string {
  const known = multikeys.get(key);
  if (known !== undefined) return known;
  const encoded = encodeMultikey('ed25519', key.publicKey);
  multikeys.set(key, encoded);
  return encoded;
}

/** By version first: whoever has a former key can write it in any generation. */
function isLater(one: GraphNode, other: GraphNode): boolean {
  const [a, b] = [one.entry, other.entry];
  if (one.version !== other.version) return one.version > other.version;
  return a.gen > b.gen || (a.gen === b.gen && a.seq > b.seq);
}
