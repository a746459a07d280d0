/** One line from its set-up to its verdict. */
import { alternate } from './alternate.ts';
import { BenchContext, type Tree } from './context.ts';
import type { Line } from './line.ts';
import type { LineResult } from './table.ts';
import { judge } from './verdict.ts';

export const USUAL_ROUNDS = 5;

export interface MeasureOptions {
  readonly isShort: boolean;
  /** Or why there is none. */
  readonly former: Tree | string;
  /** By the name of a size, what the caller wants otherwise. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly rounds?: number;
  readonly signal: AbortSignal;
  say(text: string): void;
}

/** Rejects with the signal's reason as soon as it is aborted; what was set up is taken down either way. */
export async function measureLine(line: Line, options: MeasureOptions): Promise<LineResult> {
  const { isShort, former, signal, say } = options;
  signal.throwIfAborted();
  const sizes = Object.fromEntries(
    Object.entries(line.sizes).map(([name, { usual, short }]) => [
      name,
      options.sizes[name] ?? (isShort ? short : usual),
    ]),
  );
  const rounds = options.rounds ?? (isShort ? 1 : (line.rounds ?? USUAL_ROUNDS));
  const tree = typeof former === 'string' ? null : former;
  const context = new BenchContext({ sizes, isShort, former: tree, signal, say });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  const measured = async () => {
    const startMs = performance.now();
    say('sets up');
    const sides = await line.open(context);
    const setUpMs = performance.now() - startMs;
    const sideMs: Record<string, number[]> = {};
    const took = (side: string, ms: number) => {
      sideMs[side] = [...(sideMs[side] ?? []), ms];
    };
    const ofFormer = tree === null ? 0 : Math.min(rounds, line.formerRounds ?? rounds);
    const readings = await alternate(sides, { count: rounds, ofFormer, say, took });
    const unable = typeof sides.former === 'string' ? sides.former : null;
    return {
      number: line.number,
      sizes,
      rounds,
      noFormer: typeof former === 'string' ? former : unable,
      isJudged: !isShort,
      rows: line.rows.map((row) => judge(row, readings)),
      notes: context.notes,
      took: { setUpMs, sideMs },
    };
  };
  const running = measured();
  // Taken down below it, what still runs can only fail.
  running.catch(() => undefined);
  try {
    return await Promise.race([running, aborted]);
  } finally {
    await context.end();
  }
}
