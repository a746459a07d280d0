/** How long lines take at their full size, from what they take at two small ones. */
import { FORMER, type Line, type Size } from '../../test/bench/frame/line.ts';
import { USUAL_ROUNDS } from '../../test/bench/frame/measure-line.ts';
import type { LineResult } from '../../test/bench/frame/table.ts';

/** Of the full size, in this order. */
export const SMALL_PARTS: readonly [number, number] = [0.02, 0.06];
/** Processes and the like, which are not many to begin with. */
const FEW = 10;

/** The full size, but for what was asked for, and a part of it. */
export function partOf(line: Line, asked: Readonly<Record<string, number>>, part: number) {
  const sizeOf = (name: string, { usual, short }: Size): number => {
    const full = asked[name] ?? usual;
    if (full <= FEW || short === usual) return full;
    return Math.min(full, Math.max(short, Math.ceil(full * part)));
  };
  return Object.fromEntries(Object.entries(line.sizes).map(([name, size]) => [name, sizeOf(name, size)]));
}

export interface Estimate {
  readonly number: string;
  readonly setUpMs: number;
  /** One reading each. */
  readonly sideMs: Readonly<Record<string, number>>;
  readonly rounds: number;
  readonly formerRounds: number;
  readonly inAllMs: number;
}

/** `small` are measured in one round, at the two parts of the full size. */
export function estimate(line: Line, small: readonly [LineResult, LineResult], rounds?: number): Estimate {
  const [one, two] = small;
  const count = rounds ?? line.rounds ?? USUAL_ROUNDS;
  const ofFormer = Math.min(count, line.formerRounds ?? count);
  const whole = (less: number, more: number): number => (isAlike(one, two) ? more : atFull(less, more));
  const setUpMs = whole(one.took.setUpMs, two.took.setUpMs);
  const sideMs = Object.fromEntries(
    Object.entries(two.took.sideMs).map(([side, [more = 0]]) => [
      side,
      whole(one.took.sideMs[side]?.[0] ?? more, more),
    ]),
  );
  const readings = Object.entries(sideMs).reduce(
    (sum, [side, ms]) => sum + ms * (side === FORMER ? ofFormer : count),
    0,
  );
  return {
    number: line.number,
    setUpMs,
    sideMs,
    rounds: count,
    formerRounds: FORMER in sideMs ? ofFormer : 0,
    inAllMs: setUpMs + readings,
  };
}

/** In a straight line through both; never less than what was measured. */
function atFull(less: number, more: number): number {
  const [from, to] = SMALL_PARTS;
  return Math.max(more, more + ((more - less) / (to - from)) * (1 - to));
}

function isAlike(one: LineResult, two: LineResult): boolean {
  return Object.entries(two.sizes).every(([name, size]) => one.sizes[name] === size);
}

/** In Markdown. */
export function estimateTable(all: readonly (Estimate & { readonly name: string })[]): string {
  const rows = all.map(({ name, number, setUpMs, sideMs, rounds, formerRounds, inAllMs }) => [
    number,
    name,
    seconds(setUpMs),
    Object.entries(sideMs)
      .map(([side, ms]) => `${side}: ${seconds(ms)}`)
      .join('; '),
    formerRounds > 0 && formerRounds < rounds ? `${rounds} (${FORMER}: ${formerRounds})` : String(rounds),
    seconds(inAllMs),
  ]);
  const inAllMs = all.reduce((sum, one) => sum + one.inAllMs, 0);
  const head = ['#', 'line', 'set-up', 'one reading', 'rounds', 'in all'];
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\nIn all about ${(inAllMs / 60_000).toFixed(0)} minutes at this load of the machine.`;
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${(ms / 1_000).toFixed(0)} s`;
}
