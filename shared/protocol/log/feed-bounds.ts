import { DAY_MS } from '../limits.ts';
import { type Saying, type SayingKey, says } from '../saying.ts';
import type { Entry } from './entry.ts';

/** How much of one feed is taken from its own author. Generous: people write some dozens of receipts a day. */
export interface FeedBounds {
  /** Within a day, UTC, by the clock of whoever takes it. */
  readonly perDay: FeedSize;
  /** Ever. */
  readonly inAll: FeedSize;
}

export interface FeedSize {
  readonly entries: number;
  readonly bytes: number;
}

const MIB = 1024 * 1024;
/** What an object or a list takes in memory, be it empty: more than the two bytes of its text. */
const BYTES_PER_VALUE = 40;

const FEED_BOUNDS: FeedBounds = {
  perDay: { entries: 20_000, bytes: 64 * MIB },
  inAll: { entries: 500_000, bytes: 1024 * MIB },
};

/** The bounds of a cell, with what it has agreed on. */
export function feedBoundsOf(rules: { readonly feedPerDay?: FeedSize | undefined }): FeedBounds {
  return { ...FEED_BOUNDS, perDay: rules.feedPerDay ?? FEED_BOUNDS.perDay };
}

/** What was taken of a feed on its last day, and in all. */
export interface FeedTaken {
  readonly day: number;
  readonly onDay: FeedSize;
  readonly inAll: FeedSize;
}

export const NOTHING_TAKEN: FeedTaken = {
  day: 0,
  onDay: { entries: 0, bytes: 0 },
  inAll: { entries: 0, bytes: 0 },
};

/** What an entry counts for: the bytes of its text, and what its body's values take beside them. */
export function weightOf({ body }: Entry, bytes: number): number {
  return bytes + BYTES_PER_VALUE * containersIn(body);
}

function containersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 1;
  for (const part of Object.values(value)) count += containersIn(part);
  return count;
}

export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** What is taken once an entry of so many bytes is, at a time. */
export function withEntry(taken: FeedTaken, bytes: number, atMs: number): FeedTaken {
  const day = dayOf(atMs);
  const onDay = taken.day === day ? taken.onDay : NOTHING_TAKEN.onDay;
  return { day, onDay: plus(onDay, bytes), inAll: plus(taken.inAll, bytes) };
}

/** What a member owes the others: without it their ballots do not end. */
const DUTIES: ReadonlySet<string> = new Set([
  'close',
  'sign',
  'confirm',
  'proof',
  'restored',
  'enter',
  'leave',
  'stay',
]);
/** The last fifth of a feed's bounds is kept for those. */
const WISHES_SHARE = 0.8;

/** The bounds up to which an author writes entries of a kind. */
export function boundsForWriting({ perDay, inAll }: FeedBounds, kind: string): FeedBounds {
  if (DUTIES.has(kind)) return { perDay, inAll };
  return { perDay: shareOf(perDay), inAll: shareOf(inAll) };
}

function shareOf({ entries, bytes }: FeedSize): FeedSize {
  return { entries: Math.floor(entries * WISHES_SHARE), bytes: Math.floor(bytes * WISHES_SHARE) };
}

/** Why a feed of this size is not taken from its author, as a part of a sentence, or null. */
export function feedExcess({ onDay, inAll }: FeedTaken, bounds: FeedBounds): Saying | null {
  if (isOver(onDay, bounds.perDay)) return fullSays('refusal.feedFullToday', bounds.perDay);
  return isOver(inAll, bounds.inAll) ? fullSays('refusal.feedFull', bounds.inAll) : null;
}

function plus({ entries, bytes }: FeedSize, more: number): FeedSize {
  return { entries: entries + 1, bytes: bytes + more };
}

function isOver(size: FeedSize, bound: FeedSize): boolean {
  return size.entries > bound.entries || size.bytes > bound.bytes;
}

function fullSays(key: SayingKey, { entries, bytes }: FeedSize): Saying {
  return says(key, { entries, mebibytes: Math.floor(bytes / MIB) });
}
