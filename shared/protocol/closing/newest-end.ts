import type { GraphNode } from '../log/entry-graph.ts';

/** Of the ends of a feed the newest: the highest generation, then the highest number, then the lower hash. */
export function newestEnd(ends: readonly GraphNode[]): GraphNode | null {
  return ends.reduce<GraphNode | null>(
    (newest, end) => (newest && !isNewer(end, newest) ? newest : end),
    null,
  );
}

function isNewer(one: GraphNode, other: GraphNode): boolean {
  const [a, b] = [one.entry, other.entry];
  return a.gen - b.gen > 0 || (a.gen === b.gen && (a.seq - b.seq || (one.hash < other.hash ? 1 : -1)) > 0);
}
