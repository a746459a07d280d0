import type { Attestation, Closure } from '../closing/ballot.ts';
import { closureKey } from '../closing/ballot.ts';
import type { SignBody } from '../closing/bodies.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph } from '../log/entry-graph.ts';
import type { CellBook } from './cell-book.ts';
import type { Decisive, FiledEntries } from './filed-entries.ts';
import type { Judged } from './judged.ts';

const UNDONE_ROWS = 256;

/**
 * Files entries that were judged before by what was noted of each, in the order in which they were applied: what a
 * replay of the log would leave in these lists, without its bodies.
 */
export class Refiling {
  readonly #graph: EntryGraph;
  readonly #book: CellBook;
  readonly #filed: FiledEntries;
  readonly #judged: Judged;
  readonly #opens: ReadonlyMap<number, readonly [Decisive, Epoch]>;
  /** Hashes of what many entries are about. */
  readonly #hashes = new Map<number, string>();
  readonly #closures = new Map<string, { readonly closes: string[]; readonly key: string }>();

  constructor(
    book: CellBook,
    filed: FiledEntries,
    judged: Judged,
    opens: ReadonlyMap<number, readonly [Decisive, Epoch]>,
  ) {
    this.#graph = book.graph;
    this.#book = book;
    this.#filed = filed;
    this.#judged = judged;
    this.#opens = opens;
  }

  run(size: number): void {
    const { rows } = this.#graph;
    for (let row = 0; row < size; row += 1) {
      if (this.#isValid(row)) this.#file(row, rows.kinds.text(rows.kind.get(row)));
      // Nothing of it is taken back.
      if (row % UNDONE_ROWS === 0) this.#filed.filing.begin();
    }
    this.#filed.filing.begin();
    this.#book.trust.later(() => this.#fileTrust(size));
  }

  #fileTrust(size: number): void {
    const { rows } = this.#graph;
    for (let row = 0; row < size; row += 1) {
      const kind = this.#isValid(row) ? rows.kinds.text(rows.kind.get(row)) : '';
      this.#book.trust.refile(this.#graph.nodeAt(row), row, rows.prev.get(row), kind, this.#judged.facts);
    }
  }

  #isValid(row: number): boolean {
    return this.#judged.verdict(row)?.valid ?? false;
  }

  #file(row: number, kind: string): void {
    const filed = this.#filed;
    const { facts } = this.#judged;
    if (kind === 'endorse' || kind === 'transfer') return;
    const node = this.#graph.nodeAt(row);
    const list = this.#listOf(kind);
    if (list) filed.under(list, this.#hash(facts.about(row)), node);
    else if (kind === 'draft') filed.draft(node);
    else if (kind === 'open') {
      const [body, electorate] = this.#opens.get(row) ?? [];
      if (!body || !electorate) throw new RangeError('what a ballot was opened with is not here');
      filed.ballot(node, body, electorate);
    } else if (kind === 'sign') filed.attest(filed.signs, { node, ...this.#attested(row) });
    else if (kind === 'confirm') filed.attest(filed.confirms, { node, ...this.#attested(row) });
    else if (kind === 'proof') filed.under(filed.proofs, facts.member(row), node);
  }

  /** Of kinds that are filed under what they are about. */
  #listOf(kind: string): FiledEntries['votes'] | null {
    const { deliberation, votes, withdraws, closes } = this.#filed;
    if (kind === 'comment' || kind === 'revise' || kind === 'review') return deliberation;
    if (kind === 'vote') return votes;
    if (kind === 'withdraw') return withdraws;
    return kind === 'close' ? closes : null;
  }

  #attested(row: number): Omit<Attestation, 'node'> {
    const { facts } = this.#judged;
    const ballot = this.#hash(facts.about(row));
    const slot = this.#filed.ballots.get(ballot)?.slot;
    if (slot === undefined) throw new RangeError('the ballot of a set of closes is not here');
    const rows = facts.closes(row);
    const id = `${facts.about(row)}:${rows.join()}`;
    const known = this.#closures.get(id) ?? this.#closure(ballot, rows);
    this.#closures.set(id, known);
    const body: SignBody = { slot, ballot, round: facts.round(row), closes: known.closes };
    return { body, key: known.key };
  }

  #closure(ballot: string, rows: Int32Array): { readonly closes: string[]; readonly key: string } {
    const closes = [...rows].map((row) => this.#graph.rows.hashes.hash(row));
    const closure: Closure = { ballot, closes };
    return { closes, key: closureKey(closure) };
  }

  #hash(row: number): string {
    const known = this.#hashes.get(row);
    if (known !== undefined) return known;
    if (row < 0) throw new RangeError('what an entry is about is not here');
    const hash = this.#graph.rows.hashes.hash(row);
    this.#hashes.set(row, hash);
    return hash;
  }
}
