/** Rows as CSV (RFC 4180), and so that no spreadsheet takes what people wrote for a formula. */

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** A spreadsheet takes a text that begins so for a formula, which could read other cells, or call a program. */
const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/** CR LF ends each, as the RFC has it. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Numbers are ours and stay numbers; a text that would begin a formula begins with an apostrophe. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
