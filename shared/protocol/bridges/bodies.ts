/** Bodies of the entries by which cells tell each other of trust (docs/protocol.md, "Bridges"). */
import { z } from 'zod';
import { Day } from '../closing/bridge-change.ts';
import { AttestBody, StandingBody } from '../credentials/standing-body.ts';
import { MEMBERS_MAX } from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';
import { issue } from '../saying.ts';

/** Of a row: a million thousandths, however many endorsements it sums up. */
export const ROW_MAX = 1_000_000;
/** Seven members, each of whom endorses six others here and seven there. */
const ROWS_MAX = MEMBERS_MAX * (MEMBERS_MAX - 1 + MEMBERS_MAX);
/** All texts of an import, UTF-8. */
export const IMPORT_MAX_BYTES = 48 * 1024;

/** Source, target, 0 for one of its own cell and 1 for one of the cell that is told, thousandths. */
const Row = z.tuple([Scid, Scid, z.union([z.literal(0), z.literal(1)]), z.int().min(1).max(ROW_MAX)]);
export type Row = z.infer<typeof Row>;

export const TrustStatement = z.strictObject({
  about: z.literal('trust'),
  /** The cell that is told. */
  to: Hash,
  day: Day,
  rows: z
    .array(Row)
    .max(ROWS_MAX)
    .refine((rows) => rows.every(([source, target]) => source !== target), issue('issue.rowOfItself'))
    .refine(
      (rows) => rows.every((row, at) => at === 0 || compareRows(rows[at - 1] as Row, row) < 0),
      issue('issue.rowsUnsorted'),
    ),
});
export type TrustStatement = z.infer<typeof TrustStatement>;

export const StatementBody = z.discriminatedUnion('about', [TrustStatement, StandingBody]);
export type StatementBody = z.infer<typeof StatementBody>;

export { AttestBody };

export const ImportBody = z.strictObject({
  /** Of a statement about trust, then of what attests it. */
  texts: z
    .array(z.string())
    .min(2)
    .max(1 + MEMBERS_MAX)
    .refine((texts) => texts.reduce((sum, text) => sum + utf8Bytes(text), 0) <= IMPORT_MAX_BYTES, {
      ...issue('issue.importTooLarge', { limit: { bytes: IMPORT_MAX_BYTES } }),
    }),
});
export type ImportBody = z.infer<typeof ImportBody>;

/** By source, target, and where that one is. */
export function compareRows([a, b, c]: Row, [d, e, f]: Row): number {
  if (a !== d) return a < d ? -1 : 1;
  if (b !== e) return b < e ? -1 : 1;
  return c - f;
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
