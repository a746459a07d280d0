/** What is printed of a line that was measured, and the table of all. */
import { FORMER, NOW } from './line.ts';
import { digits, type RowResult, type SideResult } from './verdict.ts';

export interface LineResult {
  readonly number: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly rounds: number;
  /** Why there is no reading of the former build; null where there is one. */
  readonly noFormer: string | null;
  /** False in the short form. */
  readonly isJudged: boolean;
  readonly rows: readonly RowResult[];
  readonly notes: readonly string[];
  /** Milliseconds, of the set-up and of each reading by side. */
  readonly took: {
    readonly setUpMs: number;
    readonly sideMs: Readonly<Record<string, readonly number[]>>;
  };
}

/** One line, for a terminal. */
export function block(line: LineResult): string {
  const sizes = Object.entries(line.sizes).map(([name, size]) => `${size.toLocaleString('en')} ${name}`);
  const parts: string[] = [];
  for (const row of line.rows) {
    const heads = [`${line.number}  ${row.what} (${row.unit}`, ...sizes, `median of ${line.rounds})`];
    parts.push(heads.join(', '));
    for (const { side, median, ratio, values } of row.sides) {
      const spread = `${digits(Math.min(...values))} to ${digits(Math.max(...values))}`;
      const beside = side === NOW ? '' : `now is ${digits(ratio)} of it`;
      const name = values.length < line.rounds ? `${side}, median of ${values.length}` : side;
      parts.push(`   ${name.padEnd(34)} ${digits(median).padStart(10)}   ${beside.padEnd(22)} ${spread}`);
    }
    if (line.noFormer !== null) parts.push(`   ${FORMER.padEnd(34)} ${'-'.padStart(10)}   ${line.noFormer}`);
    if (line.isJudged) for (const { aim, verdict } of row.aims) parts.push(`   aim: ${aim}: ${verdict}`);
  }
  return [...parts, ...line.notes.map((note) => `   ${note}`)].join('\n');
}

/** All lines, in Markdown. */
export function table(lines: readonly LineResult[]): string {
  const rows = lines.flatMap((line) => line.rows.map((row) => tableRow(line, row)));
  const head = ['#', 'what', 'now', FORMER, 'references', 'aim', 'verdict'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function tableRow(line: LineResult, { what, unit, now, sides, aims }: RowResult): string[] {
  const former = sides.find(({ side }) => side === FORMER);
  const references = sides.filter(({ side }) => side !== NOW && side !== FORMER);
  const fewer = ({ values }: SideResult): string =>
    values.length < line.rounds ? `, median of ${values.length}` : '';
  const times = (ratio: number): string => `now ${digits(ratio)} of it`;
  return [
    line.number,
    what,
    `${digits(now)} ${unit}`,
    former ? `${digits(former.median)} (${times(former.ratio)}${fewer(former)})` : (line.noFormer ?? '-'),
    references.map(({ side, median, ratio }) => `${side}: ${digits(median)} (${times(ratio)})`).join('; '),
    aims.map(({ aim }) => aim).join('; '),
    line.isJudged ? aims.map(({ verdict }) => verdict).join('; ') : 'not judged',
  ];
}
