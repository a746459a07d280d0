import type { End, Epoch, Life, Member } from '../closing/epoch.ts';
import type { Verdict } from '../closing/verdict.ts';
import { CHUNK_ROWS, ints, PartReader, type StoredPart, Texts } from '../log/columns.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import { Facts } from './facts.ts';
import type { Decisive } from './filed-entries.ts';

/** A ballot's open, as it is filed: row, what it decides by, and number of the epoch that decides. */
type StoredOpen = readonly [row: number, body: Decisive, electorate: number];

type StoredEpoch = Omit<Epoch, 'members' | 'ended' | 'logs'> & {
  readonly members: readonly number[];
  readonly ended: readonly (readonly [string, End])[];
  readonly lives: readonly Life[];
  /** Everybody of `Epoch.logs`. */
  readonly logs: readonly number[];
};

interface JudgedMeta {
  readonly members: readonly Member[];
  readonly epochs: readonly StoredEpoch[];
  readonly verdicts: readonly Verdict[];
  readonly texts: readonly string[];
  readonly opens: readonly StoredOpen[];
}

type Sizes = readonly [members: number, epochs: number, verdicts: number, texts: number];

/** What is said of each entry for good, by row of the graph. */
export class Judged {
  readonly facts: Facts;
  readonly #graph: EntryGraph;
  readonly #members = new Numbered<Member>();
  readonly #epochs = new Numbered<Epoch>();
  readonly #verdicts = new Numbered<Verdict>();
  readonly #texts = new Texts();
  readonly #epoch = ints();
  readonly #verdict = ints();
  readonly #drafted = ints();
  /** By chunk: how many of each there were before it. */
  readonly #before: Sizes[] = [];

  constructor(graph: EntryGraph) {
    this.#graph = graph;
    this.facts = new Facts(graph, this.#texts);
  }

  epoch(row: number): Epoch | undefined {
    return this.#epochs.get(this.#epoch.get(row));
  }

  /** The next row is about to be judged. */
  begin(row: number): void {
    if (row % CHUNK_ROWS === 0) this.#before[row / CHUNK_ROWS] = this.#sizes();
  }

  setEpoch(row: number, epoch: Epoch): void {
    this.#epoch.set(row, this.#epochNumber(epoch));
  }

  verdict(row: number): Verdict | undefined {
    return this.#verdicts.get(this.#verdict.get(row));
  }

  isValid(row: number): boolean {
    return this.verdict(row)?.valid ?? false;
  }

  setVerdict(row: number, verdict: Verdict): void {
    this.#verdict.set(row, this.#verdicts.number(verdict));
  }

  /** The highest number of a valid draft in the causal past of an entry, itself included. */
  drafted(row: number): number {
    return this.#drafted.get(row);
  }

  setDrafted(row: number, number: number): void {
    this.#drafted.set(row, number);
  }

  /** Nothing was said of it. */
  forget(row: number): void {
    for (const column of [this.#epoch, this.#verdict, this.#drafted]) column.set(row, 0);
  }

  /** One chunk, to be stored; `opened`: by what an open was filed. */
  part(
    at: number,
    opened: (node: GraphNode) => { body: Decisive; electorate: Epoch } | undefined,
  ): StoredPart {
    const from = this.#before[at] ?? this.#sizes();
    const to = this.#before[at + 1] ?? this.#sizes();
    const { lists } = this.facts;
    const facts = lists.stored(at);
    const meta: JudgedMeta = {
      members: this.#members.between(from[0], to[0]),
      epochs: this.#epochs.between(from[1], to[1]).map((epoch) => this.#storedEpoch(epoch)),
      verdicts: this.#verdicts.between(from[2], to[2]),
      texts: this.#texts.between(from[3], to[3]),
      opens: this.#opens(at, opened),
    };
    const columns = [this.#epoch, this.#verdict, this.#drafted].map((column) => column.chunk(at));
    return { meta, columns: [...columns, facts.starts, facts.values] };
  }

  /** Puts it in place, parts in order; returns the opens in it. */
  load(at: number, { meta, columns }: StoredPart): (readonly [number, Decisive, Epoch])[] {
    const { members, epochs, verdicts, texts, opens } = meta as JudgedMeta;
    this.#before[at] = this.#sizes();
    for (const member of members) this.#members.number(member);
    for (const epoch of epochs) this.#epochs.number(this.#loadedEpoch(epoch));
    for (const verdict of verdicts) this.#verdicts.number(verdict);
    for (const text of texts) this.#texts.number(text);
    const read = new PartReader(columns);
    for (const column of [this.#epoch, this.#verdict, this.#drafted]) column.load(at, read.ints());
    this.facts.lists.load(at, read.ints(), read.ints());
    return opens.map(([row, body, electorate]) => [row, body, this.#epochs.needed(electorate)]);
  }

  #opens(part: number, opened: Parameters<Judged['part']>[1]): StoredOpen[] {
    const opens: StoredOpen[] = [];
    const { rows } = this.#graph;
    const open = rows.kinds.find('open');
    const end = Math.min(rows.size, (part + 1) * CHUNK_ROWS);
    for (let row = part * CHUNK_ROWS; row < end; row += 1) {
      if (rows.kind.get(row) !== open) continue;
      const filed = opened(this.#graph.nodeAt(row));
      if (filed) opens.push([row, withoutText(filed.body), this.#epochNumber(filed.electorate)]);
    }
    return opens;
  }

  /** Members come first, so that those of a part are all that its epochs bring. */
  #epochNumber(epoch: Epoch): number {
    const known = this.#epochs.find(epoch);
    if (known > 0) return known;
    for (const member of epoch.logs.values()) this.#members.number(member);
    return this.#epochs.number(epoch);
  }

  #storedEpoch(epoch: Epoch): StoredEpoch {
    const members = epoch.members.map((member) => this.#members.number(member));
    const logs = [...epoch.logs.values()].map((member) => this.#members.number(member));
    return { ...epoch, members, ended: [...epoch.ended], logs };
  }

  #loadedEpoch(stored: StoredEpoch): Epoch {
    const members = stored.members.map((number) => this.#members.needed(number));
    const known = stored.logs.map((number) => this.#members.needed(number));
    const logs = new Map(known.map((member) => [member.scid, member]));
    return { ...stored, members, ended: new Map(stored.ended), logs };
  }

  #sizes(): Sizes {
    return [this.#members.size, this.#epochs.size, this.#verdicts.size, this.#texts.size];
  }
}

function withoutText({ proposal, attempt, epoch, rules, change }: Decisive): Decisive {
  return { proposal, attempt, epoch, rules, ...(change ? { change } : {}) };
}

/** What many rows share, by number from 1; 0 is none of it. */
class Numbered<T extends object> {
  readonly #all: T[] = [];
  readonly #numbers = new Map<T, number>();

  get size(): number {
    return this.#all.length;
  }

  get(number: number): T | undefined {
    return this.#all[number - 1];
  }

  needed(number: number): T {
    const one = this.get(number);
    if (!one) throw new RangeError('what a row names is not here');
    return one;
  }

  /** 0 for what has none. */
  find(one: T): number {
    return this.#numbers.get(one) ?? 0;
  }

  number(one: T): number {
    const known = this.#numbers.get(one);
    if (known !== undefined) return known;
    const number = this.#all.push(one);
    this.#numbers.set(one, number);
    return number;
  }

  /** Those after the first `from`, of the first `to`. */
  between(from: number, to: number): readonly T[] {
    return this.#all.slice(from, to);
  }
}
