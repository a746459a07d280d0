import type { OpenBody, SignBody } from '../closing/bodies.ts';
import { IntLists, type Texts } from '../log/columns.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { EndorseBody, TransferBody } from '../trust/bodies.ts';

const NONE = -1;

/** What a valid entry is filed by, as integers by row: its body is not read again for it. */
export class Facts {
  readonly lists = new IntLists();
  readonly #graph: EntryGraph;
  /** Names and notes. */
  readonly #texts: Texts;

  constructor(graph: EntryGraph, texts: Texts) {
    this.#graph = graph;
    this.#texts = texts;
  }

  /** Of the next row; `isRewarded`: it is the first on its branch that a reward is given for. */
  note(node: GraphNode, body: unknown, isRewarded: boolean): void {
    this.lists.write(this.#graph.rowOf(node), this.#of(node.entry.kind, body, isRewarded));
  }

  none(node: GraphNode): void {
    this.lists.write(this.#graph.rowOf(node), []);
  }

  about(row: number): number {
    return this.#at(row, 0);
  }

  isRewarded(row: number): boolean {
    return this.#at(row, 1) === 1;
  }

  round(row: number): number {
    return this.#at(row, 1);
  }

  /** Rows of the closes that an attestation names. */
  closes(row: number): Int32Array {
    const { lists } = this;
    return lists.values(row).subarray(lists.start(row) + 2, lists.end(row));
  }

  amount(row: number): number {
    return this.#at(row, 1);
  }

  member(row: number): string {
    return this.#texts.text(this.#at(row, 0));
  }

  text(row: number): string | null {
    const number = this.#at(row, 2);
    return number === NONE ? null : this.#texts.text(number);
  }

  #at(row: number, place: number): number {
    const at = this.lists.start(row) + place;
    if (at >= this.lists.end(row)) throw new RangeError('what an entry is filed by is not here');
    return this.lists.values(row)[at] as number;
  }

  #of(kind: string, body: unknown, isRewarded: boolean): number[] {
    switch (kind) {
      case 'revise':
      case 'review':
      case 'comment':
        return [this.#rowOf((body as { proposal: string }).proposal)];
      case 'open':
        return [this.#rowOf((body as OpenBody).proposal), isRewarded ? 1 : 0];
      case 'vote':
      case 'withdraw':
      case 'close':
        return [this.#rowOf((body as { ballot: string }).ballot), isRewarded ? 1 : 0];
      case 'sign':
      case 'confirm': {
        const { ballot, round, closes } = body as SignBody;
        return [this.#rowOf(ballot), round, ...closes.map((hash) => this.#rowOf(hash))];
      }
      case 'scar-note':
        return [this.#rowOf((body as { ballot: string }).ballot)];
      case 'scar-heal':
        return [this.#rowOf((body as { note: string }).note)];
      case 'proof':
        return [this.#texts.number((body as { member: string }).member)];
      case 'endorse': {
        const { member, strength, cell } = body as EndorseBody;
        return [this.#texts.number(member), strength, cell === undefined ? NONE : this.#texts.number(cell)];
      }
      case 'transfer': {
        const { to, amount, note } = body as TransferBody;
        return [this.#texts.number(to), amount, note === undefined ? NONE : this.#texts.number(note)];
      }
      default:
        return [];
    }
  }

  #rowOf(hash: string): number {
    return this.#graph.rows.hashes.find(hash);
  }
}
