import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { ReactionState } from './reaction.ts';

/** Whether what is written now is of this epoch: what certified it may be cited by nobody yet, and then is no past of it. */
export function isEpochOfNext({ book, tips }: ReactionState, { number }: Epoch): boolean {
  return book.epochAt([...tips.values()].flat()).number === number;
}

/** Whether what is written now has the opening of a ballot in its past. */
export function knowsOpening({ book, tips }: ReactionState, { open }: Ballot): boolean {
  return book.graph.covers(tips, open);
}
