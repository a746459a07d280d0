import type { Holdings } from '#shared/contract/domain/cell.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellNode } from '../cell-node.ts';

type Tips = Readonly<Record<string, readonly string[]>>;

/** Who holds how much of whose feed: this node as it is, the others as each last said. */
export function holdingsOf(
  cell: CellNode,
  me: string,
  heard: ReadonlyMap<string, { readonly tips: Tips; readonly atMs: number }>,
  nowMs: number,
): Holdings | null {
  const epoch = cell.epoch();
  if (!epoch) return null;
  const { graph } = cell.log;
  const members = epoch.members.map(({ scid }) => scid);
  const lengthOf = (author: string, tips: Tips): number => {
    const held = (tips[author] ?? [])
      .map((hash) => graph.get(hash))
      .filter((node): node is GraphNode => !!node);
    return held.reduce((sum, node) => Math.max(sum, node.depth + 1), 0);
  };
  const ours = cell.log.tips();
  return {
    members,
    behind: members.map((author) =>
      members.map((holder) => {
        const tips = holder === me ? ours : heard.get(holder)?.tips;
        return tips ? Math.max(0, lengthOf(author, ours) - lengthOf(author, tips)) : null;
      }),
    ),
    asOfMs: members.map((holder) => (holder === me ? nowMs : (heard.get(holder)?.atMs ?? null))),
  };
}

/** Whether a holder of these tips has an entry. */
export function holds(cell: CellNode, tips: Tips, node: GraphNode): boolean {
  const { graph } = cell.log;
  return (tips[node.entry.author] ?? []).some((hash) => {
    const tip = graph.get(hash);
    return tip !== undefined && graph.onBranch(node, tip);
  });
}
