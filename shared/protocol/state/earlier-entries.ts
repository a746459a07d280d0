import { type Attestation, type Ballot, type Closure, closureKey } from '../closing/ballot.ts';
import { quorumSizes } from '../closing/epoch.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { AttestedName, Earlier, ListName } from './filed-entries.ts';
import type { Judged } from './judged.ts';

const KINDS: Readonly<Record<ListName | AttestedName, readonly string[]>> = {
  deliberation: ['comment', 'revise', 'review'],
  votes: ['vote'],
  withdraws: ['withdraw'],
  closes: ['close'],
  scarNotes: ['scar-note'],
  scarHeals: ['scar-heal'],
  signs: ['sign'],
  confirms: ['confirm'],
};

/**
 * Valid entries that were judged before, by the entry that they are about: two numbers a row. A node asks for what
 * is still open, and a reader for what it looks at; what was decided long ago is not turned into objects for it.
 */
export class EarlierEntries implements Earlier {
  readonly #graph: EntryGraph;
  readonly #judged: Judged;
  /** 1 + the first row that is about a row, and the next one after a row that is about the same; 0 for none. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  /** @throws {RangeError} where it cannot be what was judged */
  constructor(graph: EntryGraph, judged: Judged, size: number) {
    this.#graph = graph;
    this.#judged = judged;
    this.#first = new Int32Array(size);
    this.#next = new Int32Array(size);
    const { kinds, kind } = graph.rows;
    const isFiled = new Uint8Array(kinds.size);
    for (const name of Object.values(KINDS).flat()) {
      const number = kinds.find(name);
      if (number >= 0) isFiled[number] = 1;
    }
    for (let row = size - 1; row >= 0; row -= 1) {
      if (isFiled[kind.get(row)] !== 1 || !judged.isValid(row)) continue;
      const about = judged.facts.about(row);
      if (about < 0 || about >= row) throw new RangeError('what an entry is about is not here');
      this.#next[row] = this.#first[about] as number;
      this.#first[about] = row + 1;
    }
  }

  about(name: ListName, hash: string): GraphNode[] {
    return this.#rowsAbout(name, this.#graph.rows.hashes.find(hash)).map((row) => this.#graph.nodeAt(row));
  }

  attested(name: AttestedName, ballots: readonly Ballot[]): Attestation[] {
    const closures = new Map<string, { readonly closes: string[]; readonly key: string }>();
    const found: [number, Attestation][] = [];
    for (const { open, slot } of ballots) {
      const ballot = open.hash;
      for (const row of this.#rowsAbout(name, this.#graph.rowOf(open))) {
        const rows = this.#judged.facts.closes(row);
        const id = `${ballot}:${rows.join()}`;
        const known = closures.get(id) ?? this.#closure(ballot, rows);
        closures.set(id, known);
        const body = { slot, ballot, round: this.#judged.facts.round(row), closes: known.closes };
        found.push([row, { node: this.#graph.nodeAt(row), body, key: known.key }]);
      }
    }
    return found.sort(([one], [other]) => one - other).map(([, attestation]) => attestation);
  }

  isConfirmed({ open, electorate }: Ballot): boolean {
    const { author, authors } = this.#graph.rows;
    const [first = -1, ...others] = this.#rowsAbout('confirms', this.#graph.rowOf(open));
    const alike = first < 0 ? [] : [first, ...others.filter((row) => this.#isAlike(first, row))];
    const members = new Set(electorate.members.map(({ scid }) => authors.find(scid)));
    const signers = new Set(alike.map((row) => author.get(row)).filter((one) => members.has(one)));
    return signers.size >= quorumSizes(electorate).q;
  }

  /** Of two confirms of a ballot: that they are of one round, and of one set of closes. */
  #isAlike(one: number, other: number): boolean {
    const { facts } = this.#judged;
    if (facts.round(one) !== facts.round(other)) return false;
    const [closes, others] = [facts.closes(one), facts.closes(other)];
    return closes.length === others.length && closes.every((row, at) => row === others[at]);
  }

  #rowsAbout(name: ListName | AttestedName, about: number): number[] {
    const { kinds, kind } = this.#graph.rows;
    const wanted = KINDS[name].map((one) => kinds.find(one));
    const rows: number[] = [];
    for (let next = this.#first[about] ?? 0; next > 0; next = this.#next[next - 1] as number)
      if (wanted.includes(kind.get(next - 1))) rows.push(next - 1);
    return rows;
  }

  #closure(ballot: string, rows: Int32Array): { readonly closes: string[]; readonly key: string } {
    const closes = [...rows].map((row) => this.#graph.rows.hashes.hash(row));
    const closure: Closure = { ballot, closes };
    return { closes, key: closureKey(closure) };
  }
}
