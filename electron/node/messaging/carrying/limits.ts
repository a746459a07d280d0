import { DAY_MS, MINUTE_MS, SECOND_MS } from '#shared/protocol/limits.ts';

/** A recipient that has not been connected for so long is waited for by carriers, too. */
export const AWAY_MS = 10 * SECOND_MS;
/** Nobody takes a parcel that is over sooner. */
export const LEAST_LIFE_MS = MINUTE_MS;

export const MIB = 1024 * 1024;
/** Of each sender, at most half of either for one recipient. */
export const PARCELS_PER_SENDER = 1000;
/** What a node gives each sender if its operator does not say otherwise. */
export const DEFAULT_SHARE_MIB = 16;
/** With less room on the disk nothing is taken. */
export const FREE_DISK_MIN_BYTES = 512 * MIB;

export const NOTE_MAX_BYTES = 32 * 1024;
export const NOTE_ITEMS_MAX = 256;
/** So that a note with the longest DIDs and words is not too large. */
export const NOTE_ITEMS_WRITTEN = 240;
/** No note speaks of a time later than this after it was written. */
export const NOTE_LIFE_MS = 31 * DAY_MS;
/** Of each author. */
export const NOTES_PER_AUTHOR = 2000;
export const NOTE_BYTES_PER_AUTHOR = 2 * MIB;
/** Of the own share of notes for one sender: nobody can use up what this node answers the others with. */
export const RECEIPTS_PER_SENDER = 333;

/** Hex digits by which items are named between peers: the first 16 bytes of a hash. */
export const ITEM_DIGITS = 32;
export const BUCKETS = 64;
/** Items that are listed in one compare. */
export const LISTED_MAX = 8192;
