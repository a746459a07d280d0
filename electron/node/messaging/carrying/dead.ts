import type { Note } from './note.ts';

/** An envelope that need not travel any more: of that sender, and for that recipient alone if one is named. */
export interface DeadHash {
  readonly hash: string;
  readonly senderDid: string;
  /** Null where the sender took it back: whom it was for does not matter. */
  readonly recipientDid: string | null;
  /** Seconds since the epoch. */
  readonly until: number;
}

/**
 * What a note ends. A recipient speaks of what one sender wrote to it, a sender of what it wrote itself: whatever else
 * somebody puts into a note names nothing.
 */
export function deadBy(note: Note): DeadHash[] {
  if (note.type === 'receipt')
    return note.results.map(({ hash, until }) => ({
      hash,
      until,
      senderDid: note.to,
      recipientDid: note.from,
    }));
  return note.hashes.map(({ hash, until }) => ({ hash, until, senderDid: note.from, recipientDid: null }));
}

/** Whether that parcel is meant. */
export function isDead(
  dead: Omit<DeadHash, 'until'>,
  parcel: { readonly hash: string; readonly senderDid: string; readonly recipientDid: string },
): boolean {
  if (dead.hash !== parcel.hash || dead.senderDid !== parcel.senderDid) return false;
  return dead.recipientDid === null || dead.recipientDid === parcel.recipientDid;
}
