import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { FeedWriter, foundEntry } from '../../support/cell/feed-writer.ts';

const found = foundEntry('alice');

/** Goes on at any entry before, as copies of one home would. */
function grow(places: readonly number[]): FeedWriter {
  const writer = new FeedWriter('alice', found);
  const nodes = [writer.head as GraphNode];
  for (const [at, place] of places.entries()) {
    writer.head = nodes[place % nodes.length] as GraphNode;
    nodes.push(writer.write('note', { at }));
  }
  return writer;
}

function isBefore(node: GraphNode, tip: GraphNode | null): boolean {
  for (let at = tip; at; at = at.prev) if (at === node) return true;
  return false;
}

it('what lies on the own branch of an entry is what its chain leads to', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 40 }), (places) => {
      const { graph } = grow(places);
      for (const one of graph.nodes())
        for (const other of graph.nodes()) expect(graph.onBranch(one, other)).toBe(isBefore(one, other));
    }),
    { numRuns: 50 },
  );
});

it('is found in few steps, however long the feed of one who forked is', () => {
  const { graph, head } = grow([0, 0, ...Array.from({ length: 3000 }, (_, at) => at + 2)]);
  let steps = 0;
  for (const node of graph.nodes()) {
    const { prev } = node;
    Object.defineProperty(node, 'prev', {
      get: () => {
        steps += 1;
        return prev;
      },
    });
  }
  expect(head?.depth).toBe(3001);
  expect(graph.onBranch(graph.get(found.hash) as GraphNode, head as GraphNode)).toBe(true);
  expect(steps).toBeLessThan(100);
});
