import { firstPlace } from '#shared/protocol/closing/first-place.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { says } from '#shared/protocol/saying.ts';
import { NO_WISH, type Reacted, type ReactionState, wishing } from './reaction.ts';

export const BEGINNING_AGAIN = says('fault.beginningAgain');

/**
 * On a machine that takes the place of a lost one, before all else: the entry with which it goes on. What it can cite may
 * not reach the certificate of its key yet, and whoever does not hold that key may not write it: then it is waited with.
 */
export function beginAgain({ book, me, head, tips }: ReactionState): Reacted {
  const first = firstPlace(book, me, head, [...tips.values()].flat());
  if (!first) return NO_WISH;
  const body = { end: first.prev?.hash ?? ZERO_HASH };
  return wishing({ do: 'write', kind: 'restored', body, why: BEGINNING_AGAIN });
}
