import type { KeepMessages } from '#shared/contract/domain/settings.ts';

const DAY_MS = 86_400_000;
const DAYS = { year: 365, quarter: 90 } as const;

/** Delivered messages from before this time are deleted; null for none. */
export function keptSinceMs(keep: KeepMessages, nowMs: number): number | null {
  return keep === 'ever' ? null : nowMs - DAYS[keep] * DAY_MS;
}
