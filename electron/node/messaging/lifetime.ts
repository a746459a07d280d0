/**
 * A message lives for a span, not until a date: whoever wrote it with a wrong clock and mends the clock has mended
 * the message. What it was sealed with is then out of date, and it is sealed anew.
 */
export interface Lifetime {
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface TimedMessage extends Lifetime {
  /**
   * How far a recipient that found it too old was ahead of our clock, in milliseconds; 0 if none did. Below zero: how
   * far our own clock has been put back since it was written.
   */
  readonly recipientAheadMs: number;
  /** Whether its life was prolonged by such a difference; that is done once. */
  readonly prolonged: boolean;
}

/** Clocks that are set by the network differ by less. */
export const CLOCK_SLACK_MS = 60_000;

/** Another lifetime, and what has to be known of it later. */
export interface NextLife extends Lifetime {
  readonly recipientAheadMs: number;
  readonly prolonged: boolean;
}

/**
 * The lifetime by the clock as it is now, or null if it stands. Written in the future: our clock was ahead and has
 * been put back, or it has just lost its time. If it comes to where it was, the first lifetime holds again: a clock
 * that was wrong for a minute ends no message. At its end, after somebody's clock had been that far ahead of ours: ours
 * has been put forward.
 */
export function lifetimeNow(message: TimedMessage, nowMs: number): NextLife | null {
  const { createdAtMs, expiresAtMs, recipientAheadMs, prolonged } = message;
  const spanMs = expiresAtMs - createdAtMs;
  const putBackMs = Math.max(0, -recipientAheadMs);
  if (createdAtMs > nowMs + CLOCK_SLACK_MS) {
    const firstMs = createdAtMs + putBackMs;
    return { ...startingAt(nowMs, spanMs), recipientAheadMs: nowMs - firstMs, prolonged };
  }
  if (putBackMs > 0 && createdAtMs + putBackMs <= nowMs + CLOCK_SLACK_MS)
    return { ...startingAt(createdAtMs + putBackMs, spanMs), recipientAheadMs: 0, prolonged };
  const isOver = expiresAtMs <= nowMs;
  const wasBehind =
    !prolonged && recipientAheadMs > CLOCK_SLACK_MS && nowMs - expiresAtMs <= recipientAheadMs;
  if (!isOver || !wasBehind) return null;
  const next = startingAt(Math.min(createdAtMs + recipientAheadMs, nowMs), spanMs);
  return { ...next, recipientAheadMs: 0, prolonged: true };
}

/** Whole seconds at the end, as in the envelope. */
export function startingAt(createdAtMs: number, spanMs: number): Lifetime {
  return { createdAtMs, expiresAtMs: Math.floor((createdAtMs + spanMs) / 1000) * 1000 };
}
