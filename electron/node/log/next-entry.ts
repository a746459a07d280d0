import { type Entry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';

/** Who writes here: the operator's own feed. */
export interface LogAuthor {
  readonly scid: string;
  readonly key: SigningKey;
}

/** The entry that follows all that the graph holds, at the next place of its author's feed; not signed yet. */
export function nextEntry(
  graph: EntryGraph,
  author: LogAuthor,
  nowMs: number,
  kind: string,
  body: Record<string, unknown>,
): Entry {
  const head = ownHead(graph, author);
  return {
    v: 1,
    cell: graph.cell,
    author: author.scid,
    gen: head?.entry.gen ?? 0,
    seq: head ? head.entry.seq + 1 : 0,
    prev: head?.hash ?? ZERO_HASH,
    seen: seenSince(graph, author.scid, head),
    // A clock that lost its setting may stand before 1970.
    at: Math.max(0, nowMs),
    kind,
    body,
    key: multikey(author),
  };
}

/** The newest of the author's ends that its own key has signed. */
export function ownHead(graph: EntryGraph, author: LogAuthor): GraphNode | null {
  const own = multikey(author);
  const ends = graph.heads(author.scid).filter(({ entry }) => entry.key === own);
  return ends.reduce<GraphNode | null>(
    (newest, end) => (newest && !isLater(end, newest) ? newest : end),
    null,
  );
}

const multikeys = new WeakMap<SigningKey, string>();

function multikey({ key }: LogAuthor): string {
  const known = multikeys.get(key);
  if (known !== undefined) return known;
  const encoded = encodeMultikey('ed25519', key.publicKey);
  multikeys.set(key, encoded);
  return encoded;
}

function isLater({ entry: a }: GraphNode, { entry: b }: GraphNode): boolean {
  return a.gen > b.gen || (a.gen === b.gen && a.seq > b.seq);
}
