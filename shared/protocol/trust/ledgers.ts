import { ints } from '../log/columns.ts';

/** What an author's feed has earned and passed on up to an entry, on this entry's branch. */
export interface Ledger {
  readonly earned: number;
  readonly sent: number;
  /** To whom, and how much to each: shared by all ledgers that follow until somebody else is sent something. */
  readonly to: readonly string[];
  readonly sums: readonly number[];
}

export const NOTHING: Ledger = { earned: 0, sent: 0, to: [], sums: [] };

export function sentTo({ to, sums }: Ledger, member: string): number {
  return sums[to.indexOf(member)] ?? 0;
}

export function earning(ledger: Ledger, amount: number): Ledger {
  const { earned, sent, to, sums } = ledger;
  return { earned: earned + amount, sent, to, sums };
}

export function sending({ earned, sent, to, sums }: Ledger, member: string, amount: number): Ledger {
  const at = to.indexOf(member);
  return at < 0
    ? { earned, sent: sent + amount, to: [...to, member], sums: [...sums, amount] }
    : { earned, sent: sent + amount, to, sums: sums.with(at, (sums[at] ?? 0) + amount) };
}

/** Ledgers by row of the graph: an entry that changes nothing has the one of the entry before it. */
export class Ledgers {
  readonly #all: Ledger[] = [NOTHING];
  readonly #rows = ints();

  at(row: number): Ledger {
    return this.#all[this.#rows.get(row)] ?? NOTHING;
  }

  /** @param prev row of the author's entry before, or -1 */
  set(row: number, prev: number, ledger: Ledger): void {
    const before = prev < 0 ? 0 : this.#rows.get(prev);
    this.#rows.set(row, ledger === this.#all[before] ? before : this.#all.push(ledger) - 1);
  }
}
