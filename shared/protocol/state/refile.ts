import { BridgeBook } from '../bridges/bridge-book.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { Verdict } from '../closing/verdict.ts';
import { IssuingBook } from '../issuing/issuing-book.ts';
import type { EntryGraph } from '../log/entry-graph.ts';
import type { CellBook } from './cell-book.ts';
import { EarlierEntries } from './earlier-entries.ts';
import type { Decisive, FiledEntries } from './filed-entries.ts';
import type { Judged } from './judged.ts';
import { type KindName, kindOf } from './kinds.ts';

/** Kinds of which a log has few, whose bodies say what nothing else does. */
const READ_AGAIN: readonly KindName[] = ['branch', 'enter', 'leave', 'stay'];

/** One of those that keep an author from writing more of them. */
export function isCountedBranch(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && (verdict.valid || verdict.code !== 'too-many');
}

/**
 * Files entries that were judged before by what was noted of each, in the order in which they were applied: what a
 * replay of the log would leave in these lists, without its bodies. Drafts, ballots and proofs are filed at once, what
 * is about them when it is asked for.
 */
export class Refiling {
  readonly #graph: EntryGraph;
  readonly #book: CellBook;
  readonly #filed: FiledEntries;
  readonly #judged: Judged;
  readonly #opens: ReadonlyMap<number, readonly [Decisive, Epoch]>;

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
    const earlier = new EarlierEntries(this.#graph, this.#judged, size);
    const [draft, open, proof] = ['draft', 'open', 'proof'].map((kind) => rows.kinds.find(kind));
    const few = new Map(READ_AGAIN.map((name) => [rows.kinds.find(name), name]));
    for (let row = 0; row < size; row += 1) {
      const kind = rows.kind.get(row);
      const name = kind < 0 ? undefined : few.get(kind);
      if (name) this.#readAgain(name, row);
      if ((kind !== draft && kind !== open && kind !== proof) || !this.#judged.isValid(row)) continue;
      const node = this.#graph.nodeAt(row);
      if (kind === draft) this.#filed.draft(node);
      else if (kind === proof) this.#filed.proof(this.#judged.facts.member(row), node);
      else {
        const [body, electorate] = this.#opens.get(row) ?? [];
        if (!body || !electorate) throw new RangeError('what a ballot was opened with is not here');
        this.#filed.ballot(node, body, electorate);
      }
      // Nothing of it is taken back.
      this.#filed.filing.begin();
    }
    this.#filed.follow(earlier);
    this.#book.trust.later(() => this.#fileTrust(size));
    this.#book.bridges.later(() => this.#fileBridges(size));
    this.#book.issuing.later(() => this.#fileIssuing(size));
  }

  #fileIssuing(size: number): void {
    const { rows } = this.#graph;
    for (let row = 0; row < size; row += 1) {
      if (!IssuingBook.files(rows.kinds.text(rows.kind.get(row))) || !this.#judged.isValid(row)) continue;
      this.#book.issuing.refile(this.#graph.nodeAt(row));
    }
  }

  /** What is said outwards is seldom, and read again. */
  #fileBridges(size: number): void {
    const { rows } = this.#graph;
    for (let row = 0; row < size; row += 1) {
      if (!BridgeBook.files(rows.kinds.text(rows.kind.get(row)))) continue;
      this.#book.bridges.refile(this.#graph.nodeAt(row), this.#judged.isValid(row));
    }
  }

  #readAgain(name: KindName, row: number): void {
    const node = this.#graph.nodeAt(row);
    const kind = kindOf(name);
    if (this.#judged.isValid(row)) kind.file(this.#filed, node, kind.body.parse(node.entry.body), this.#book);
    if (name === 'branch' && isCountedBranch(this.#judged.verdict(row))) this.#filed.branched(node);
    this.#filed.filing.begin();
  }

  #fileTrust(size: number): void {
    const { rows } = this.#graph;
    for (let row = 0; row < size; row += 1) {
      const kind = this.#judged.isValid(row) ? rows.kinds.text(rows.kind.get(row)) : '';
      this.#book.trust.refile(this.#graph.nodeAt(row), row, rows.prev.get(row), kind, this.#judged.facts);
    }
  }
}
