/** Entries that their sender cannot make count: under the name of another, or waiting for what nobody has. */
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { hashed } from '../support/cell/feed-writer.ts';
import { scid } from './people.ts';
import { Random } from './random.ts';
import type { SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';

/** Where the victim would write next, as far as is known here; under the own key, for want of another. */
export function foreignRow(
  node: SimNode,
  { victim, salt }: Extract<SimEvent, { do: 'foreign' }>,
  cell: string,
): HashedEntry {
  const author = scid(victim);
  const head = node.graph.heads(author).at(-1);
  const cause = [...node.graph.nodes()].at(-1);
  const isCited = !head && cause !== undefined && cause.entry.author !== author;
  return hashed({
    ...rowOf(node, cell, salt),
    author,
    gen: head?.entry.gen ?? 0,
    seq: head ? head.entry.seq + 1 : 0,
    prev: head?.hash ?? ZERO_HASH,
    seen: isCited ? { [cause.entry.author]: cause.hash } : {},
  });
}

/** Under the own name, that of the victim, or one that nobody has. */
export function junk(
  node: SimNode,
  { victim, count, salt }: Extract<SimEvent, { do: 'flood' }>,
  cell: string,
): HashedEntry[] {
  const random = new Random(salt, 'junk');
  const madeUp = `${node.author.slice(0, -3)}111`;
  return Array.from({ length: count }, (_, at) => {
    const prev = hashed(rowOf(node, cell, salt + at)).hash;
    const author = random.pick([node.author, scid(victim), madeUp]);
    return hashed({ ...rowOf(node, cell, at), author, seq: 1 + random.int(1000), prev });
  });
}

function rowOf(node: SimNode, cell: string, note: number): Entry {
  return {
    v: 1,
    cell,
    author: node.author,
    gen: 0,
    seq: 0,
    prev: ZERO_HASH,
    seen: {},
    at: node.wallMs(),
    kind: 'note',
    body: { note },
    key: node.key,
  };
}
