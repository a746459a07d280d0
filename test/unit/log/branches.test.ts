import { describe, expect, it } from 'vitest';
import { proofDue } from '#shared/protocol/closing/proof.ts';
import { BROUGHT_MAX, KEPT_FOR_PROOF, SEEN_MAX } from '#shared/protocol/log/branch-limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { FeedWriter, foundEntry, hashed, scid } from '../../support/cell/feed-writer.ts';

/** mallory, who ends her feed in branches, founds the cell, so that whoever writes needs nothing else. */
const found = foundEntry('mallory');
const MALLORY = scid('mallory');

/** Copies of her home, each of which goes on by itself. */
function branches(count: number): FeedWriter[] {
  return Array.from({ length: count }, (_, branch) => {
    const writer = new FeedWriter('mallory', found);
    writer.write('note', { branch });
    return writer;
  });
}

function member(name: string, ...heard: readonly FeedWriter[]): FeedWriter {
  const writer = new FeedWriter(name, found);
  for (const other of heard) writer.syncFrom(other);
  return writer;
}

/** How many of her branches lie in the past of an entry. */
const tipsIn = (node: GraphNode | null, author = MALLORY): number => node?.tips.get(author)?.length ?? 0;
const named = (node: GraphNode): number => [node.entry.seen[MALLORY] ?? []].flat().length;

/** What is said of an entry that names the ends of these feeds. */
function naming(writer: FeedWriter, ends: readonly FeedWriter[]): string | undefined {
  const hashes = ends.map(({ head }) => head?.hash ?? '').sort();
  const [{ author }] = ends as [FeedWriter];
  const seen = { [author]: hashes.length === 1 ? (hashes[0] ?? '') : hashes };
  const outcome = writer.graph.preview(hashed({ ...writer.next('note', {}), seen }));
  return 'code' in outcome ? outcome.code : undefined;
}

/** It names the end of this feed and nothing else. */
function cites(writer: FeedWriter, other: FeedWriter): void {
  writer.syncFrom(other);
  const seen = { [other.author]: other.head?.hash ?? '' };
  writer.receive(hashed({ ...writer.next('note', {}), seen }));
}

describe('the branches of one author that the own branch of another brings in', () => {
  it('are at most four, in one entry or in several', () => {
    const hers = branches(BROUGHT_MAX + 1);
    expect(naming(member('bob', ...hers), hers.slice(0, -1))).toBeUndefined();
    expect(naming(member('bob', ...hers), hers)).toBe('seen');
    const bob = new FeedWriter('bob', found);
    for (const branch of hers.slice(0, -1)) cites(bob, branch);
    expect(tipsIn(bob.head)).toBe(BROUGHT_MAX);
    const last = hers.slice(-1);
    bob.syncFrom(last[0] as FeedWriter);
    expect(naming(bob, last)).toBe('seen');
  });

  it('are not those that go on from an end in its past, nor those that others bring in who did not fork', () => {
    const hers = branches(3 * BROUGHT_MAX);
    const others = ['alice', 'bob', 'carol'].map((name, at) => {
      const writer = member(name, ...hers.slice(at * BROUGHT_MAX, (at + 1) * BROUGHT_MAX));
      writer.write('note', {});
      return writer;
    });
    const dave = member('dave', ...others);
    const first = dave.write('note', {});
    expect(tipsIn(first)).toBe(3 * BROUGHT_MAX);
    for (const branch of hers) branch.write('note', { more: true });
    for (const branch of hers) dave.syncFrom(branch);
    const [second, third] = [dave.write('note', {}), dave.write('note', {})];
    expect([named(second), named(third)]).toEqual([SEEN_MAX, 3 * BROUGHT_MAX - SEEN_MAX]);
    expect(tipsIn(third)).toBe(3 * BROUGHT_MAX);
  });

  it('are also those that another brings in who has forked', () => {
    const hers = branches(2 * BROUGHT_MAX);
    const trents = [0, 1].map((at) => {
      const trent = new FeedWriter('trent', found);
      for (const branch of hers.slice(at * BROUGHT_MAX, (at + 1) * BROUGHT_MAX)) cites(trent, branch);
      return trent;
    });
    const bob = member('bob', ...trents);
    for (const trent of trents) expect(naming(bob, [trent])).toBeUndefined();
    expect(naming(bob, trents)).toBe('seen');
  });
});

describe('a writer', () => {
  it('names what proves a fork, and leaves out branches beyond the limit', () => {
    const hers = branches(3 * BROUGHT_MAX);
    const bob = member('bob', ...hers);
    expect(tipsIn(bob.write('note', {}))).toBe(BROUGHT_MAX);
    for (const branch of hers) branch.write('note', { more: true });
    for (const branch of hers) bob.syncFrom(branch);
    expect(tipsIn(bob.write('note', {}))).toBe(BROUGHT_MAX);
    expect(bob.write('note', {}).entry.seen).toEqual({});
  });

  it('has room for a proof, whatever generations came before', () => {
    const restored = [1, 2, 3, 4].map((gen) => {
      const writer = new FeedWriter('mallory', found);
      writer.receive(hashed({ ...writer.next('restored', {}), gen, seq: 0 }));
      return writer;
    });
    const bob = new FeedWriter('bob', found);
    for (const one of restored) {
      bob.syncFrom(one);
      bob.write('note', {});
    }
    expect(tipsIn(bob.head)).toBe(BROUGHT_MAX - KEPT_FOR_PROOF);
    for (const branch of branches(2)) bob.syncFrom(branch);
    const proof = proofDue(bob.book, bob.author, bob.head, bob.ahead());
    expect(proof?.member).toBe(MALLORY);
    const node = bob.write('proof', { ...proof });
    expect(tipsIn(node)).toBe(BROUGHT_MAX);
    expect(bob.book.verdict(node)).toEqual({ valid: true });
  });

  it('cites others whatever one of them has done', () => {
    const hers = branches(3 * BROUGHT_MAX);
    const alice = member('alice', ...hers.slice(0, BROUGHT_MAX));
    const bob = member('bob', ...hers.slice(BROUGHT_MAX));
    for (const writer of [alice, bob]) writer.write('note', {});
    for (let pass = 0; pass < 2; pass += 1)
      for (const [one, two] of [
        [alice, bob],
        [bob, alice],
      ] as const)
        one.syncFrom(two);
    expect(
      alice
        .write('note', {})
        .tips.get(bob.author)
        ?.map(({ hash }) => hash),
    ).toEqual([bob.head?.hash]);
  });
});
