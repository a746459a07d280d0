import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { epochToTell } from '#shared/protocol/closing/untold-restore.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { says } from '#shared/protocol/saying.ts';
import { draftBody, openBody } from '../deciding/open-ballot.ts';
import { NO_WISH, type Reacted, type ReactionState, wishing } from './reaction.ts';

export const TELLING = says('fault.tellingRestore');

/**
 * After a restore, lets the cell certify that it knows of it: opens a change of the rules that changes nothing. Nobody
 * needs to vote, as its certificate ends the epoch whatever the outcome.
 */
export function tellRestore(state: ReactionState): Reacted {
  const epoch = epochToTell(state);
  if (!epoch) return NO_WISH;
  const { book, me, tips } = state;
  const name = epoch.members.find(({ scid }) => scid === me)?.alias ?? '';
  const auto: AutoProposal = { code: 'restore', params: { name } };
  const [title, text] = [autoTitle(auto), autoText(auto)];
  const draft = draftedBefore(state, title);
  return wishing(
    draft
      ? { do: 'write', kind: 'open', body: changeOfNothing(state, draft.hash, epoch, text), why: TELLING }
      : { do: 'write', kind: 'draft', body: draftBody(book, tips, title, text), why: TELLING },
  );
}

/** Frozen with the cell's own rules, as they are. */
function changeOfNothing({ book }: ReactionState, proposal: string, epoch: Epoch, text: string): object {
  const attempt = 1 + (book.ballotsOf(proposal).at(-1)?.body.attempt ?? 0);
  const { rules } = epoch;
  return openBody({ proposal, attempt, text, change: { type: 'rules', rules }, epoch, rules });
}

/** The one that this generation has written already: its ballot was superseded, or is yet to be opened. */
function draftedBefore({ book, head }: ReactionState, title: string): GraphNode | null {
  if (!head) return null;
  const isOurs = (draft: GraphNode): boolean =>
    draft.entry.gen === head.entry.gen &&
    book.graph.onBranch(draft, head) &&
    draft.entry.body.title === title;
  return book.drafts().findLast(isOurs) ?? null;
}
