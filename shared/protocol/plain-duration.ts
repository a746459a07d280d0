import { DAY_MS, HOUR_MS, MINUTE_MS } from './limits.ts';

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['min', MINUTE_MS],
] as const;

/** A length of time in symbols of the SI and its unit, exact and without a language: `1 h`, `90 min`, `1.5 s`. */
export function plainDuration(lengthMs: number): string {
  for (const [symbol, unit] of UNITS) {
    if (lengthMs >= unit && lengthMs % unit === 0) return `${lengthMs / unit} ${symbol}`;
  }
  return `${lengthMs / 1000} s`;
}
