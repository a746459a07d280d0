import type { ClockDoubt } from '#shared/contract/domain/cell.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Testimony } from '#shared/protocol/closing/clock-witnesses.ts';
import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { ownDeadlineMs } from '#shared/protocol/closing/known.ts';
import { MINUTE_MS } from '#shared/protocol/limits.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { CellClock } from './cell-clock.ts';

export interface DoubtedClock {
  readonly book: CellBook;
  readonly me: string;
  readonly epoch: Epoch;
  readonly storedAtMs: (hash: string) => number | null;
  /** What is borne out, and what the computer's clock reads. */
  readonly knownMs: number;
  readonly readMs: number;
  readonly testimony: Testimony;
}

/**
 * Why votes that are over by this computer's clock are not closed; null if there are none. A computer that
 * was off for a night is in doubt every morning: that is said only where something waits for it.
 */
export function clockDoubt(doubt: DoubtedClock): ClockDoubt | null {
  const { book, me, epoch, storedAtMs, knownMs, readMs, testimony } = doubt;
  if (readMs <= knownMs) return null;
  const waits = ({ open, electorate, body }: Ballot): boolean => {
    const storedMs = storedAtMs(open.hash);
    if (storedMs === null || !isMember(electorate, me)) return false;
    if (book.closes(open.hash).some((close) => close.entry.author === me)) return false;
    const deadlineMs = ownDeadlineMs({ body }, storedMs);
    return knownMs < deadlineMs && deadlineMs <= readMs;
  };
  const isWaiting = book.slots().some((slot) => !book.isCertified(slot) && book.ballotsIn(slot).some(waits));
  if (!isWaiting) return null;
  const others = testimony.disagree.filter((scid) => scid !== me);
  const names = epoch.members.filter(({ scid }) => others.includes(scid)).map(({ alias }) => alias);
  // To the minute, as it is said: two readings of one clock differ by a little.
  return { aheadMs: Math.round((readMs - knownMs) / MINUTE_MS) * MINUTE_MS, contradicting: names };
}

/** The same by a clock of the cell. */
export function doubtOfClock(
  clock: CellClock,
  of: Pick<DoubtedClock, 'book' | 'me' | 'epoch' | 'storedAtMs'>,
): ClockDoubt | null {
  const aheadMs = clock.aheadMs();
  if (aheadMs === 0) return null;
  const knownMs = clock.now();
  return clockDoubt({ ...of, knownMs, readMs: knownMs + aheadMs, testimony: clock.testimony(of.epoch) });
}
