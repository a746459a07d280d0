import type { Titled } from '#shared/contract/domain/governance.ts';
import { autoOfTitle } from '#shared/protocol/closing/auto-proposal.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';

interface OpenedBallots {
  ballotsOf(proposal: string): readonly Ballot[];
}

/** The title that a draft began with, judged by the change of its ballot: the newest, if none is named. */
export function draftTitle(book: OpenedBallots, draft: GraphNode, ballot?: Ballot): Titled | null {
  const { title } = draft.entry.body;
  if (typeof title !== 'string') return null;
  return { title, auto: autoOfTitle(ballot ?? book.ballotsOf(draft.hash).at(-1), title) };
}
