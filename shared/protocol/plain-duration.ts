const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A length of time in symbols of the SI and its unit, exact and without a language: `1 h`, `90 min`, `1.5 s`. */
export function plainDuration(lengthMs: number): string {
  for (const [symbol, unit] of UNITS) {
    if (lengthMs >= unit && lengthMs % unit === 0) return `${lengthMs / unit} ${symbol}`;
  }
  return `${lengthMs / 1000} s`;
}
