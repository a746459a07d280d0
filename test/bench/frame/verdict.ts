/** Medians, ratios, aims and what became of them. Nothing here measures. */
import { type Aim, FORMER, NOW, type Reading, type Row } from './line.ts';

/** Of every side, its readings in the order in which they were taken. */
export type Readings = Readonly<Record<string, readonly Reading[]>>;

export interface AimVerdict {
  readonly aim: string;
  /** Null where a side of it was not measured. */
  readonly isReached: boolean | null;
  /** "reached", "missed by 23 ms", "not judged: no reading of 0f88323". */
  readonly verdict: string;
}

export interface SideResult {
  readonly side: string;
  readonly values: readonly number[];
  readonly median: number;
  /** Of now to this side. */
  readonly ratio: number;
}

export interface RowResult {
  readonly what: string;
  readonly unit: string;
  readonly now: number;
  readonly sides: readonly SideResult[];
  readonly aims: readonly AimVerdict[];
}

/** The lower of the two in the middle of an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export function judge(row: Row, readings: Readings): RowResult {
  const medians = new Map<string, number>();
  const valuesOf = new Map<string, number[]>();
  for (const [side, list] of Object.entries(readings)) {
    const values = list.flatMap(({ [row.key]: value }) => (value === undefined ? [] : [value]));
    if (values.length === 0) continue;
    valuesOf.set(side, values);
    medians.set(side, median(values));
  }
  const now = medians.get(NOW);
  if (now === undefined) throw new Error(`nothing was measured for: ${row.what}`);
  const sides = [...medians].map(([side, value]) => ({
    side,
    values: valuesOf.get(side) ?? [],
    median: value,
    ratio: now / value,
  }));
  return {
    what: row.what,
    unit: row.unit,
    now,
    sides,
    aims: row.aims.map((aim) => judgeAim(aim, row.unit, now, medians)),
  };
}

function judgeAim(aim: Aim, unit: string, now: number, medians: ReadonlyMap<string, number>): AimVerdict {
  const words = aimWords(aim, unit);
  if ('atMost' in aim) return verdictOf(words, now <= aim.atMost, amount(now - aim.atMost, unit));
  const other = medians.get(aim.of);
  if (other === undefined)
    return { aim: words, isReached: null, verdict: `not judged: no reading of ${aim.of}` };
  if ('atMostMore' in aim) {
    const over = now - other - aim.atMostMore;
    return verdictOf(words, over <= 0, amount(over, unit));
  }
  const ratio = now / other;
  const isReached = 'atMostTimes' in aim ? ratio <= aim.atMostTimes : ratio >= aim.atLeastTimes;
  return verdictOf(words, isReached, `being ${digits(ratio)} of it`);
}

function verdictOf(aim: string, isReached: boolean, miss: string): AimVerdict {
  return { aim, isReached, verdict: isReached ? 'reached' : `missed by ${miss}` };
}

function aimWords(aim: Aim, unit: string): string {
  if ('atMost' in aim) return `at most ${amount(aim.atMost, unit)}`;
  const of = aim.of === FORMER ? `the build of ${FORMER}` : aim.of;
  if ('atMostMore' in aim) return `at most ${of} + ${amount(aim.atMostMore, unit)}`;
  return 'atMostTimes' in aim
    ? `at most ${digits(aim.atMostTimes)} of ${of}`
    : `at least ${digits(aim.atLeastTimes)} of ${of}`;
}

function amount(value: number, unit: string): string {
  return `${digits(value)} ${unit}`;
}

/** Three figures that count, and no powers of ten. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', {
    minimumFractionDigits: Math.min(places, 4),
    maximumFractionDigits: Math.min(places, 4),
  });
}
