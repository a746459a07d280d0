import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

/** Which way our clock is wrong, if theirs is right: "your clock is 10 days behind bob's". */
export function clocksSay(theirsAheadMs: number, name: string): Saying {
  const duration = { durationMs: roughly(Math.abs(theirsAheadMs)) };
  const key = theirsAheadMs > 0 ? 'error.messaging.clockBehind' : 'error.messaging.clockAhead';
  return says(key, { name, duration });
}

/** To the minute, because nobody hears better across a network; from there on in whole hours, then in whole days. */
export function roughly(lengthMs: number): number {
  const minutesMs = Math.round(lengthMs / MINUTE_MS) * MINUTE_MS;
  const unit = [DAY_MS, HOUR_MS].find((ms) => minutesMs >= ms) ?? MINUTE_MS;
  return Math.floor(minutesMs / unit) * unit;
}
