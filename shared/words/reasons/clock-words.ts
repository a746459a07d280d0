import type { ClockDoubt } from '../../contract/domain/cell.ts';
import { MINUTE_MS } from '../../protocol/limits.ts';
import { nameList } from '../format/names.ts';
import { duration } from '../format/times.ts';
import { t } from '../translate.ts';

/** How far two clocks are apart, in words; to the minute, because nobody hears better across a network. */
export function clockDifference(aheadMs: number): string {
  return duration(Math.round(Math.abs(aheadMs) / MINUTE_MS) * MINUTE_MS);
}

/** Which way ours is wrong, if theirs is right: "your clock is 10 days behind bob's". */
export function clocksInWords(theirsAheadMs: number, name: string): string {
  return t(theirsAheadMs > 0 ? 'reason.clock.behind' : 'reason.clock.ahead', {
    name,
    duration: clockDifference(theirsAheadMs),
  });
}

/** Why nothing ends by our clock. */
export function unconfirmedClock({ aheadMs, contradicting }: ClockDoubt): string {
  const what = t('reason.clock.unconfirmed', { duration: clockDifference(aheadMs) });
  if (contradicting.length === 0) return `${what} ${t('reason.clock.nobody')}`;
  const names = nameList(contradicting);
  return `${what} ${t('reason.clock.contradicted', { names, n: contradicting.length })}`;
}
