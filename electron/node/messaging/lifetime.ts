/**
 * A message lives for a span, not until a date: whoever wrote it with a wrong clock and mends the clock has mended
 * the message. What it was sealed with is then out of date, and it is sealed anew.
 */
export interface Lifetime {
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface TimedMessage extends Lifetime {
  /** How far a recipient that found it too old was ahead of our clock, in milliseconds; 0 if none did. */
  readonly recipientAheadMs: number;
  /** Whether its life was prolonged by such a difference; that is done once. */
  readonly prolonged: boolean;
}

/** Clocks that are set by the network differ by less. */
export const CLOCK_SLACK_MS = 60_000;

/**
 * The lifetime by the clock as it is now, or null if it stands. Written in the future: our clock was ahead and has
 * been put back. At its end, after somebody's clock had been that far ahead of ours: ours has been put forward.
 */
export function lifetimeNow(message: TimedMessage, nowMs: number): Lifetime | null {
  const { createdAtMs, expiresAtMs, recipientAheadMs, prolonged } = message;
  const spanMs = expiresAtMs - createdAtMs;
  if (createdAtMs > nowMs + CLOCK_SLACK_MS) return startingAt(nowMs, spanMs);
  const isOver = expiresAtMs <= nowMs;
  const wasBehind =
    !prolonged && recipientAheadMs > CLOCK_SLACK_MS && nowMs - expiresAtMs <= recipientAheadMs;
  return isOver && wasBehind ? startingAt(Math.min(createdAtMs + recipientAheadMs, nowMs), spanMs) : null;
}

/** Whole seconds at the end, as in the envelope. */
export function startingAt(createdAtMs: number, spanMs: number): Lifetime {
  return { createdAtMs, expiresAtMs: Math.floor((createdAtMs + spanMs) / 1000) * 1000 };
}
