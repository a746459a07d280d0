import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import { tooFewLeft } from '#shared/protocol/closing/left-of-electorate.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { ViewContext } from './proposal-view.ts';

/** Who votes on members and rules are the members of now: those of a plain draft may be too few by then. */
export function leftToVote(
  { log: { book }, epoch }: Pick<ViewContext, 'log' | 'epoch'>,
  draft: GraphNode,
  latest: Ballot | undefined,
): Pick<ProposalDetail, 'tooFewLeft'> {
  const few = latest?.body.change ? null : tooFewLeft(book.epochOf(draft), epoch);
  return few ? { tooFewLeft: few } : {};
}
