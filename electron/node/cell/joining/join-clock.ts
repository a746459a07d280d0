/** Clocks of people's computers differ by seconds; by more than this, ballots and messages end too early or too late. */
const JOIN_CLOCKS_MS = 5 * 60_000;

/** How far another clock is ahead if that is too much to join, to the minute; else null. */
export function clockOff(aheadMs: number): number | null {
  return Math.abs(aheadMs) < JOIN_CLOCKS_MS ? null : Math.round(aheadMs / 60_000) * 60_000;
}
