import { describe, expect, it } from 'vitest';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { missingNodes, type Tips, tipsOf } from '#shared/protocol/log/exchange.ts';
import { FeedWriter, foundEntry, scid } from '../../support/cell/feed-writer.ts';

const found = foundEntry('alice');

/** Alice, who has written so many notes, and another node that holds all of them. */
function copies(notes: number): [FeedWriter, FeedWriter] {
  const [alice, other] = [new FeedWriter('alice', found), new FeedWriter('bob', found)];
  for (let note = 0; note < notes; note += 1) alice.write('note', { note });
  other.syncFrom(alice);
  return [alice, other];
}

function entriesOf(writer: FeedWriter): HashedEntry[] {
  return [...writer.graph.nodes()].map(({ hash, entry }) => ({ hash, entry }));
}

/** Hashes: nodes hold each other, which is too deep to compare. */
function lacking({ graph }: FeedWriter, tips: Tips, doubted?: ReadonlySet<string>): string[] {
  return missingNodes(graph, tips, doubted).map(({ hash }) => hash);
}

describe('what a peer lacks', () => {
  it('is what came after the tips that it holds', () => {
    const [alice, other] = copies(20);
    const tips = tipsOf(other.graph);
    const next = [alice.write('note', {}), alice.write('note', {})].map(({ hash }) => hash);
    expect(lacking(alice, tips)).toEqual(next);
    expect(lacking(alice, {})).toHaveLength(23);
  });

  it('is nothing of a feed in which it is ahead, although its tip is unknown here', () => {
    const [alice, behind] = copies(20);
    alice.write('note', { more: true });
    expect(lacking(behind, tipsOf(alice.graph))).toEqual([]);
  });

  it('is all of such a feed once one has waited in vain: it may be on another branch', () => {
    const [alice, other] = copies(20);
    const twin = new FeedWriter('alice', found);
    twin.receive(...entriesOf(alice));
    const [here, there] = [alice.write('note', { branch: 1 }), twin.write('note', { branch: 2 })];
    other.receive(here);
    const tips = tipsOf(twin.graph);
    expect(lacking(other, tips)).toEqual([]);
    const doubted = new Set(tips[scid('alice')]);
    expect(doubted).toEqual(new Set([there.hash]));
    expect(lacking(other, tips, doubted)).toContain(here.hash);
  });
});
