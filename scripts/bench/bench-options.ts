/** The words after `npm run bench --`. */
import { parseArgs } from 'node:util';
import type { Line } from '../../test/bench/frame/line.ts';

export interface BenchOptions {
  /** Parts of names of files in test/bench; none is all. */
  readonly names: readonly string[];
  readonly isShort: boolean;
  readonly withFormer: boolean;
  readonly rounds?: number;
  /** Cores kept busy by something else. */
  readonly load: number;
  readonly json?: string;
  /** Says how long lines take, instead of measuring them. */
  readonly isEstimate: boolean;
  readonly isHelp: boolean;
  readonly sizes: Readonly<Record<string, number>>;
}

const FLAGS = {
  short: { type: 'boolean' },
  'without-former': { type: 'boolean' },
  rounds: { type: 'string' },
  load: { type: 'string' },
  json: { type: 'string' },
  estimate: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Throws what is wrong in words. */
export function readOptions(args: readonly string[], lines: readonly Line[]): BenchOptions {
  const names = new Set(lines.flatMap(({ sizes }) => Object.keys(sizes)));
  const sizeFlags = Object.fromEntries([...names].map((name) => [name, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...sizeFlags, ...FLAGS },
    allowPositionals: true,
  });
  const asked = values as Record<string, string | boolean | undefined>;
  const whole = (name: string, least: number): number | undefined => {
    const text = asked[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new Error(`--${name} takes a whole number from ${least} on, and not "${text}"`);
  };
  const rounds = whole('rounds', 1);
  return {
    names: positionals,
    isShort: values.short === true,
    withFormer: values['without-former'] !== true,
    ...(rounds === undefined ? {} : { rounds }),
    load: whole('load', 0) ?? 0,
    ...(values.json === undefined ? {} : { json: values.json }),
    isEstimate: values.estimate === true,
    isHelp: values.help === true,
    sizes: Object.fromEntries(
      [...names].flatMap((name) => {
        const size = whole(name, 1);
        return size === undefined ? [] : [[name, size]];
      }),
    ),
  };
}

export function helpText(files: ReadonlyMap<string, readonly Line[]>): string {
  const list = [...files].flatMap(([name, lines]) => [
    ...(lines.length === 0
      ? [
          `  ${name.padEnd(17)} a table of its own, of some twenty searches and pages beside an empty\n${' '.repeat(20)}home and a scan; not beside the former build, whose pages are others`,
        ]
      : []),
    ...lines.flatMap((line) => [
      ...line.rows.map(({ what }) => `  ${name.padEnd(12)} ${line.number.padEnd(4)} ${what}`),
      ...Object.entries(line.sizes).map(
        ([size, { what, usual }]) =>
          `${' '.repeat(20)}--${size} N: ${what}, usually ${usual.toLocaleString('en')}`,
      ),
    ]),
  ]);
  return `npm run bench [-- NAME… options]: each line beside its reference and the former build, in turn.
All of them take half an hour of an idle machine.

  --json FILE        keeps every reading
  --rounds N         instead of 5
  --load N           keeps N cores busy meanwhile
  --without-former   leaves the former build out
  --estimate         measures small sizes, and says how long each line takes at its full size
  --short            tiny sizes, once, nothing judged: does it run and count right?

${list.join('\n')}`;
}
