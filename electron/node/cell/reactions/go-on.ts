import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { NO_WISH, type Reacted, wishing } from './reaction.ts';

export const GOING_ON = says('fault.goingOn');

/** What is known of the own feed while nothing is signed. */
export interface OwnFeedDoubt {
  readonly me: string;
  readonly epoch: Epoch | null;
  /** Members that were known before the log was damaged, and that what is left of it does not name. */
  readonly remembered?: readonly string[];
  /** Who has told what it holds of our feed since it turned out that this home lacks some of it; else null. */
  readonly answered: readonly string[] | null;
  /** A second node with our key lives: both would write at the same places. */
  readonly hasTwin: boolean;
}

/** Once every other member has told what it holds of our feed, nothing of it can be missing here any more. */
export function goOn({ me, epoch, remembered = [], answered, hasTwin }: OwnFeedDoubt): Reacted {
  if (!answered || hasTwin || epoch === null) return NO_WISH;
  const members = [...epoch.members.map(({ scid }) => scid), ...remembered];
  const others = members.filter((scid) => scid !== me);
  const isWhole = others.length > 0 && others.every((scid) => answered.includes(scid));
  return isWhole ? wishing({ do: 'begin generation', why: GOING_ON }) : NO_WISH;
}
