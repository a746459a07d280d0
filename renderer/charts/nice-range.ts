export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly decimals: number;
}

/** Limits of an axis for values from 0 to 1: whole steps around the data, at least four of them. */
export function niceRange(values: readonly number[]): Range {
  const finite = values.filter(Number.isFinite);
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 1;
  const span = high - low;
  const step = span > 0.6 ? 0.2 : span > 0.15 ? 0.1 : 0.05;
  let from = Math.max(0, Math.floor(low / step + 1e-9));
  let to = Math.min(Math.round(1 / step), Math.ceil(high / step - 1e-9));
  if (low - from * step < step / 4 && from > 0) from -= 1;
  while (to - from < 4 && (from > 0 || to * step < 1)) {
    if (from > 0) from -= 1;
    if (to - from < 4 && to * step < 1) to += 1;
  }
  return { min: round(from * step), max: round(to * step), step, decimals: step < 0.1 ? 2 : 1 };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
