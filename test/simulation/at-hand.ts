/** What a node would have in the past of what it writes now. */
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { SimNode } from './sim-node.ts';

export function epochNow(node: SimNode): Epoch {
  const ahead = [...node.ahead().values()].flat();
  // A new machine of the founder may hold the founding only, and cites nothing of its own.
  return node.book.epochAt(ahead.length > 0 ? ahead : [...node.graph.nodes()]);
}

export function draftOf(node: SimNode, key: string): GraphNode | undefined {
  return node.book.drafts().find((draft) => draft.entry.body.title === key && node.isAhead(draft));
}

/** Ballots of the newest attempt at a proposal. */
export function ballotsOf(node: SimNode, key: string): Ballot[] {
  const draft = draftOf(node, key);
  if (!draft) return [];
  const known = node.book.ballotsOf(draft.hash).filter(({ open }) => node.isAhead(open));
  const newest = Math.max(0, ...known.map(({ body }) => body.attempt));
  return known.filter(({ body }) => body.attempt === newest);
}
