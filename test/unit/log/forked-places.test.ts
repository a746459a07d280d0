import { expect, it } from 'vitest';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { compareCausally, EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { FeedWriter, foundEntry } from '../../support/cell/feed-writer.ts';

const PLACES = 300;

it('forked places of one author stand in canonical order, and one that is taken back leaves the others', () => {
  const found = foundEntry('alice');
  const branches = ['one', 'other'].map((branch) => {
    const writer = new FeedWriter('alice', found);
    for (let at = 0; at < PLACES; at += 1) writer.write('note', { branch });
    return [...writer.graph.nodes()].slice(1).map(({ hash, entry }): HashedEntry => ({ hash, entry }));
  });
  let throwAt = -1;
  let applied = 0;
  const graph = new EntryGraph(found.hash, {
    applied: () => {
      applied += 1;
      if (applied === throwAt) throw new RangeError('not this one');
    },
  });
  graph.add(found);
  for (const entry of branches[0] ?? []) graph.add(entry);
  const [last] = branches[1]?.splice(-1) ?? [];
  for (const entry of branches[1] ?? []) graph.add(entry);
  throwAt = applied + 1;
  if (last) expect(graph.add(last).kind).toBe('refused');
  const places = graph.forkedPlaces(found.entry.author);
  expect(places).toHaveLength(PLACES - 1);
  const firsts = places.map(([first]) => first as GraphNode);
  expect(firsts).toEqual([...firsts].sort(compareCausally));
  expect(graph.forkedAuthors()).toEqual([found.entry.author]);
});
