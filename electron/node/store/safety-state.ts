import { z } from 'zod';
import type { Store } from './store.ts';

/**
 * `older`: something shows that receipts of ours are missing here. `shown`: somebody has shown receipts under our key
 * that were not written here, which may be those of a copy. `damaged`: rows with receipts of ours were set
 * aside. `unmarked`: nothing outside of the home says that none are missing. `restored`: it was made from a backup.
 * `unreadable`: what was stored here does not fit.
 */
export const BarredBy = z.enum(['older', 'shown', 'damaged', 'unmarked', 'restored', 'unreadable']);
export type BarredBy = z.infer<typeof BarredBy>;

export interface Barred {
  readonly why: BarredBy;
  /** With `restored`: when the backup was made, in milliseconds since the epoch. */
  readonly fromMs?: number;
  /** Members who have told since what they hold of our feed. */
  readonly answered: readonly string[];
}

/** `older`, or with a moment `restored@1746860400000`. */
const Why = z.string().transform((text, context) => {
  const [, name, moment] = /^([a-z]+)(?:@(\d{1,15}))?$/.exec(text) ?? [];
  const why = BarredBy.safeParse(name);
  if (!why.success) {
    context.addIssue('no reason that is known');
    return z.NEVER;
  }
  return moment === undefined ? { why: why.data } : { why: why.data, fromMs: Number(moment) };
});

const Row = z.object({
  why: Why,
  answered: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(z.array(z.string())),
});

/**
 * What keeps a home from signing in a cell. It fails closed: only the absence of a row lets it sign; a row that does
 * not fit bars, with nobody's answer, and so does a table that cannot be read.
 */
export class SafetyState {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Names this home among others of the same operator. */
  homeId(): string {
    const row = this.#store.db.prepare<[], { id: string }>('SELECT id FROM home').get();
    return row?.id ?? '';
  }

  /** True once it was marked outside of this home how far its feed in that cell had come. */
  wasMarked(cell: string): boolean {
    try {
      return this.#store.db.prepare('SELECT 1 FROM marked WHERE cell = ?').get(cell) !== undefined;
    } catch {
      return true;
    }
  }

  /** Once the mark is there: whoever ends in between would else be taken for a copy that came without one. */
  noteMarked(cell: string): void {
    this.#store.db.prepare('INSERT OR IGNORE INTO marked (cell) VALUES (?)').run(cell);
  }

  read(cell: string): Barred | null {
    try {
      const row = this.#store.db
        .prepare<[string], unknown>('SELECT why, answered FROM safety WHERE cell = ?')
        .get(cell);
      if (row === undefined) return null;
      const fitting = Row.safeParse(row).data;
      return fitting ? { ...fitting.why, answered: fitting.answered } : { why: 'unreadable', answered: [] };
    } catch {
      return { why: 'unreadable', answered: [] };
    }
  }

  bar(cell: string, { why, fromMs, answered }: Barred): void {
    this.#store.db
      .prepare(
        `INSERT INTO safety (cell, why, answered) VALUES (?, ?, ?)
         ON CONFLICT (cell) DO UPDATE SET why = excluded.why, answered = excluded.answered`,
      )
      .run(cell, fromMs === undefined ? why : `${why}@${fromMs}`, JSON.stringify(answered));
  }

  lift(cell: string): void {
    this.#store.db.prepare('DELETE FROM safety WHERE cell = ?').run(cell);
  }
}
