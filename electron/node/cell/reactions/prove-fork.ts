import { proofDue } from '#shared/protocol/closing/proof.ts';
import { says } from '#shared/protocol/saying.ts';
import { NO_WISH, type Reacted, type ReactionState, wishing } from './reaction.ts';

export const PROVING = says('fault.proving');

/** Before anything else: a final state may rest on entries of an author who turns out to have forked. */
export function proveFork({ book, me, head, tips }: ReactionState): Reacted {
  const body = proofDue(book, me, head, tips);
  return body ? wishing({ do: 'write', kind: 'proof', body, why: PROVING }) : NO_WISH;
}
