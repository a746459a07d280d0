import { z } from 'zod';
import { ProposalSummary } from './domain/governance.ts';

/** What became of a list whose rows have ids: those that are gone, and where those that are new or changed stand now. */
export const RowsPatch = z.object({
  gone: z.array(z.string()),
  /** By their places in the list as it is now, from the first on. */
  rows: z.array(z.object({ at: z.int().min(0), row: ProposalSummary })),
  /** Of the list as it is now: whoever has another one has missed something. */
  length: z.int().min(0),
});
export type RowsPatch = z.infer<typeof RowsPatch>;

type Row = ProposalSummary;

/** What makes `after` of `before`, or null where the rows that stay do not keep their order. */
export function rowsPatch(before: readonly Row[], after: readonly Row[]): RowsPatch | null {
  const held = new Map(before.map((row) => [row.id, row]));
  const ids = new Set(after.map(({ id }) => id));
  const rows = after.flatMap((row, at) => {
    const old = held.get(row.id);
    return old && isSame(old, row) ? [] : [{ at, row }];
  });
  const patch = {
    gone: before.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    rows,
    length: after.length,
  };
  const made = withRows(before, patch);
  return made?.every((row, at) => row.id === after[at]?.id) ? patch : null;
}

/** The list with what became of it, or null if it is not the one that the patch was made of. */
export function withRows(before: readonly Row[], { gone, rows, length }: RowsPatch): Row[] | null {
  const out = new Set([...gone, ...rows.map(({ row }) => row.id)]);
  const list = before.filter(({ id }) => !out.has(id));
  if (list.length + rows.length !== length) return null;
  // Each from the first on stands where it is put: what comes before it is there already.
  const placed = new Map(rows.map(({ at, row }) => [at, row]));
  const rest = list.values();
  const made = Array.from({ length }, (_, at) => placed.get(at) ?? rest.next().value);
  return made.every((row) => row !== undefined) ? (made as Row[]) : null;
}

export function isPatchEmpty({ gone, rows }: RowsPatch): boolean {
  return gone.length + rows.length === 0;
}

/** A row that is kept is the same object; one that was read anew may say the same. */
function isSame(one: Row, other: Row): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
