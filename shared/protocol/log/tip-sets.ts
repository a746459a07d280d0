import type { GraphNode } from './entry-graph.ts';
import { compareCausally } from './feeds.ts';

/** Whether an entry is the tip or one of those before it in the same feed. */
type OnBranch = (node: GraphNode, tip: GraphNode) => boolean;

/** The tips of all these entries together, by author: of two tips on one branch only the later one counts. */
export function mergedTips(
  nodes: Iterable<GraphNode>,
  onBranch: OnBranch,
): Map<string, readonly GraphNode[]> {
  const merged = new Map<string, readonly GraphNode[]>();
  for (const node of nodes) {
    for (const [author, tips] of node.tips) {
      const known = merged.get(author);
      if (known !== tips) merged.set(author, known ? newest(known, tips, onBranch) : tips);
    }
  }
  return merged;
}

function newest(
  known: readonly GraphNode[],
  more: readonly GraphNode[],
  onBranch: OnBranch,
): readonly GraphNode[] {
  const [one, other] = [known[0], more[0]];
  if (known.length === 1 && more.length === 1 && one && other) {
    if (onBranch(other, one)) return known;
    if (onBranch(one, other)) return more;
  }
  const distinct = [...new Set([...known, ...more])];
  return distinct
    .filter((node) => !distinct.some((later) => later !== node && onBranch(node, later)))
    .sort(compareCausally);
}
