import type { GraphNode } from './entry-graph.ts';

/** Two jumps of one length are followed by one over both: to any entry before it takes some 2 log2(depth) steps. */
export function jumpFrom(prev: GraphNode | null): GraphNode | null {
  const once = prev?.jump;
  const twice = once?.jump;
  return prev && once && twice && prev.depth - once.depth === once.depth - twice.depth ? twice : prev;
}

/** The entry with this depth on the branch that ends at `tip`, which is as deep at least. */
export function atDepth(tip: GraphNode, depth: number): GraphNode | null {
  let at: GraphNode | null = tip;
  while (at && at.depth > depth) {
    const { jump, prev }: GraphNode = at;
    at = jump && jump.depth >= depth ? jump : prev;
  }
  return at;
}
