import type { QuietHours } from '#shared/contract/domain/notice-settings.ts';

const MINUTE_MS = 60_000;
/** No clock is put forward by more: Samoa left out a whole day in 2011. */
const GAP_MAX_MINUTES = 24 * 60;

/**
 * When the quiet hours that hold now end, or null while there are none. The hours are an interval between two moments,
 * not a comparison of clock faces: an hour that comes twice, when summer time ends, makes them neither end nor begin
 * twice, and a time that is left out counts as the moment at which the clock was put forward.
 */
export function quietUntilMs({ on, from, to }: QuietHours, nowMs: number): number | null {
  if (!on || from === to) return null;
  const overnight = to < from ? 1 : 0;
  for (const day of [-1, 0]) {
    const startMs = momentOf(nowMs, day, from);
    const endMs = momentOf(nowMs, day + overnight, to);
    if (startMs <= nowMs && nowMs < endMs) return endMs;
  }
  return null;
}

/** The first moment, `days` after today by the local calendar, at which the clock shows that time or has passed it. */
function momentOf(nowMs: number, days: number, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = new Date(nowMs);
  const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hour, minute);
  if (date.getHours() === hour && date.getMinutes() === minute) return date.getTime();
  // Left out by the clock: the moment at which it was put forward, which a Date reads as later than that.
  const offset = date.getTimezoneOffset();
  let atMs = date.getTime();
  for (let back = 0; back < GAP_MAX_MINUTES; back += 1) {
    if (new Date(atMs - MINUTE_MS).getTimezoneOffset() !== offset) return atMs;
    atMs -= MINUTE_MS;
  }
  return date.getTime();
}
