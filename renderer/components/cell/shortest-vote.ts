import { DAY_MS, HOUR_MS } from '#shared/protocol/limits.ts';

/** What the founder of a cell may choose for its shortest vote; other lengths by the command line, or by vote later. */
export const SHORTEST_CHOICES_MS = [10 * 60_000, HOUR_MS, 6 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS];
export const USUAL_SHORTEST_MS = HOUR_MS;
