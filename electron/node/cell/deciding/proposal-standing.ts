import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { deliberationOf } from '#shared/protocol/closing/deliberation.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { labelOf, shownState, type ViewContext } from './proposal-view.ts';

export type Standing = Pick<ProposalSummary, 'id' | 'label' | 'state'>;

/** Which proposal it is and how it stands: what is told of it where no row of the board is needed. */
export function standingOf(context: ViewContext, draft: GraphNode): Standing {
  const { book } = context.log;
  const ballot = book.ballotsOf(draft.hash).at(-1);
  const state = ballot
    ? shownState(ballotState(book, ballot.open.hash))
    : deliberationOf(book, draft).inReview
      ? 'review'
      : 'draft';
  return { id: draft.hash, label: labelOf(context, draft), state };
}

/** Proposals whose latest ballot is voted on or closed. Slots that have a certificate are not looked into. */
export function openVotes(context: ViewContext): Standing[] {
  const { book } = context.log;
  const slots = book.slots().filter((slot) => !book.isCertified(slot));
  const ids = new Set(slots.flatMap((slot) => book.ballotsIn(slot).map(({ body }) => body.proposal)));
  return [...ids]
    .map((id) => book.draft(id))
    .filter((draft) => draft !== undefined)
    .map((draft) => standingOf(context, draft))
    .filter(({ state }) => state === 'voting' || state === 'closing');
}
