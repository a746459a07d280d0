import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/protocol/limits.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { clocksInWords } from '#shared/words/reasons/clock-words.ts';
import { clocksSay } from '../../../electron/node/messaging/clocks-say.ts';

test.each([
  0,
  40 * SECOND_MS,
  59 * MINUTE_MS + 31 * SECOND_MS,
  3 * HOUR_MS + 20 * MINUTE_MS,
  23 * HOUR_MS + 59 * MINUTE_MS + 40 * SECOND_MS,
  10 * DAY_MS + 5 * HOUR_MS,
])('what a message says of clocks %d ms apart is what its reason says', (apartMs) => {
  for (const aheadMs of [apartMs, -apartMs]) {
    expect(inEnglish(clocksSay(aheadMs, 'bob'))).toBe(clocksInWords(aheadMs, 'bob'));
  }
});
