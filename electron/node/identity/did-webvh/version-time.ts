import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';

/** As for envelopes: clocks on a LAN are set by hand, and get mended. */
export const CLOCK_TOLERANCE_MS = DAY_MS;

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,3})?(?:Z|\+00:00)$/;
const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

/** Milliseconds since the epoch of a UTC time in ISO 8601, or null if it is not one. */
export function parseVersionTime(text: string): number | null {
  const seconds = SHAPE.exec(text)?.[1];
  if (seconds === undefined) return null;
  const ms = Date.parse(text);
  // Date.parse mends the 30th of February; written out again it is another day.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(seconds) ? null : ms;
}

/** `2026-11-23T10:00:00Z`: whole seconds, rounded down. Throws `invalid-argument` outside the years 1970 to 9999. */
export function formatVersionTime(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms >= YEAR_10000_MS) {
    throw new GhostStackError('invalid-argument', says('error.identity.timeOutOfRange'));
  }
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
