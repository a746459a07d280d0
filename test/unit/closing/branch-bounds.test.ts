import { describe, expect, it } from 'vitest';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { FeedWriter, foundEntry, hashed, scid } from '../../support/cell/feed-writer.ts';

const found = foundEntry('alice');

/** Entries that all follow the same one of alice's, and one more after each. */
function branches(count: number): HashedEntry[][] {
  return Array.from({ length: count }, (_, index) => {
    const writer = new FeedWriter('alice', found);
    writer.write('note', { branch: index });
    writer.write('note', { more: index });
    return [...writer.graph.nodes()].slice(1).map(({ hash, entry }) => ({ hash, entry }));
  });
}

describe('branches of a forked author', () => {
  it('are kept up to two, unless another author cites them', () => {
    const node = new FeedWriter('bob', found);
    const [first, second, third] = branches(3) as [HashedEntry[], HashedEntry[], HashedEntry[]];
    for (const [entry] of [first, second]) node.receive(entry as HashedEntry);
    expect(excessError(node.graph, third[0] as HashedEntry)?.params).toEqual({ limit: 2 });
    expect(excessError(node.graph, first[1] as HashedEntry)).toBeNull();
    // Carol cites the end of the third branch: then all of it is taken, and so is what it hangs on.
    const citing = hashed({
      ...(first[0] as HashedEntry).entry,
      author: scid('carol'),
      prev: '0'.repeat(64),
      seq: 0,
      seen: { [scid('alice')]: (third[1] as HashedEntry).hash },
      kind: 'note',
    });
    node.receive(citing);
    for (const entry of [...third].reverse()) {
      expect(excessError(node.graph, entry)).toBeNull();
      node.receive(entry);
    }
    expect((node.graph.get(citing.hash) as GraphNode).parents).toHaveLength(1);
  });

  it('are kept up to two in each generation, and eight in all', () => {
    const node = new FeedWriter('bob', found);
    const begun = [1, 2, 3, 4].flatMap((gen) =>
      [0, 1, 2].map((at) => {
        const writer = new FeedWriter('alice', found);
        return hashed({ ...writer.next('restored', { at }), gen, seq: 0 });
      }),
    );
    const kept = begun.filter((entry) => {
      if (excessError(node.graph, entry)) return false;
      node.receive(entry);
      return true;
    });
    expect(kept.map(({ entry }) => entry.gen)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    const [[first]] = branches(1) as [[HashedEntry]];
    expect(excessError(node.graph, first)?.params).toEqual({ limit: 8 });
  });

  it('are not counted as cited by one who has forked as well', () => {
    const node = new FeedWriter('bob', found);
    const hers = branches(3).map(([entry]) => entry as HashedEntry);
    const [first, second, third] = hers as [HashedEntry, HashedEntry, HashedEntry];
    node.receive(first, second);
    const citing = [0, 1].map((at) => {
      const trent = new FeedWriter('trent', found);
      trent.receive(first, second);
      return trent.draft('note', { at });
    });
    node.receive(citing[0] as HashedEntry);
    expect(excessError(node.graph, third)).toBeNull();
    node.receive(citing[1] as HashedEntry);
    expect(excessError(node.graph, third)?.params).toEqual({ limit: 2 });
  });

  it('are no more when their children come first', () => {
    const node = new FeedWriter('bob', found);
    for (const branch of branches(2)) node.receive(...branch);
    const [, , third] = branches(3) as [HashedEntry[], HashedEntry[], HashedEntry[]];
    node.receive(third[1] as HashedEntry);
    expect(excessError(node.graph, third[0] as HashedEntry)?.params).toEqual({ limit: 2 });
  });
});
