import { DAY_MS } from '#shared/protocol/limits.ts';
/** How long a message is kept trying when nobody says otherwise. */
export const DEFAULT_TTL_MS = 7 * DAY_MS;
export const MAX_TTL_MS = 30 * DAY_MS;
/** Ids and nonces are remembered this long after the envelope expired. */
export const REPLAY_MEMORY_MS = 30 * DAY_MS;
/** A timestamp further ahead than this is refused for now: clocks get mended. */
export const MAX_CLOCK_AHEAD_MS = DAY_MS;

/** What is signed with a key counts so long after the key was changed, by the sender's own clock. */
export const FORMER_KEY_GRACE_MS = DAY_MS;

/**
 * An envelope as text, payload included. Larger than the largest ordinary text when sealed (64 KiB with every
 * character escaped once), small enough that one always fits into a frame (transport/frames.ts).
 */
export const ENVELOPE_MAX_BYTES = 192 * 1024;
/** Envelopes handed over at once; also the length of one acknowledgement. */
export const BATCH_MAX_ENVELOPES = 512;
/** An acknowledgement of a full batch has about 150 bytes for each envelope. */
export const ACKNOWLEDGEMENT_MAX_BYTES = 192 * 1024;

/** What one sender may leave unread in an inbox before it is refused with `full` (and tries again later). */
export interface InboxLimits {
  readonly unreadMessages: number;
  readonly unreadBytes: number;
}
export const DEFAULT_INBOX_LIMITS: InboxLimits = { unreadMessages: 50_000, unreadBytes: 128 * 1024 * 1024 };

/** The generation of a feed of messages; a restored node goes on in the next one. */
export const CURRENT_GENERATION = 0;
