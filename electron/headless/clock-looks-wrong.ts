import { fullDate } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';

/** This version was not there before. */
const MADE_AFTER_MS = Date.UTC(2026, 10, 1);
const YEARS_MS = 20 * 365 * 86_400_000;

/**
 * What is to be said of a clock before a first key is dated by it: outside, a DID log that is dated more than 5 minutes
 * ahead is refused (did:webvh 1.0). Nothing is there to compare it with but what this version knows of time.
 */
export function clockLines(nowMs: number): string[] {
  const isWrong = nowMs < MADE_AFTER_MS || nowMs > MADE_AFTER_MS + YEARS_MS;
  return isWrong ? [t('terminal.init.clock', { at: fullDate(nowMs) })] : [];
}
