/** A cell of members with fixed keys and one clock, in which scenarios are played. */
import { type CellRules, type Change, type Choice, DEFAULT_CELL_RULES } from '#shared/closing/bodies.ts';
import type { HashedEntry } from '#shared/log/entry.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import type { CheckedEntry } from '../../../electron/node/log/signed-entry.ts';
import { foundCell, type Name, people, STARTED_AT_MS, VectorMember, type World } from './vector-member.ts';

const TICK_MS = 100;
export const HOUR_MS = 3_600_000;

export interface Wishes {
  readonly title?: string;
  readonly text?: string;
  readonly attempt?: number;
  /** Of the attempt before. */
  readonly proposal?: string;
  readonly quorum?: number;
  readonly deadlineMs?: number;
  readonly threshold?: readonly [number, number];
  readonly change?: Change;
}

export class VectorCell {
  nowMs = STARTED_AT_MS;
  readonly world: World = { tickMs: () => this.#tick(), signed: new Map<string, CheckedEntry>() };
  readonly #found: HashedEntry;
  readonly #members = new Map<string, VectorMember>();

  constructor(founder: Name, rules: CellRules = DEFAULT_CELL_RULES) {
    const { hash, entry } = foundCell(people[founder], rules, this.world);
    this.#found = { hash, entry };
    this.#members.set(founder, new VectorMember(people[founder], this.#found, this.world));
  }

  get names(): string[] {
    return [...this.#members.keys()];
  }

  member(name: string): VectorMember {
    const member = this.#members.get(name);
    if (!member) throw new RangeError(`${name} is not in this cell`);
    return member;
  }

  wait(ms: number): void {
    this.nowMs += ms;
  }

  /** Puts a copy of a member in the place of another, or beside it. */
  put(name: string, member: VectorMember): VectorMember {
    this.#members.set(name, member);
    return member;
  }

  /** A newcomer who was admitted gets the log. */
  join(name: Name, from: string): VectorMember {
    const newcomer = this.put(name, new VectorMember(people[name], this.#found, this.world));
    newcomer.syncFrom(this.member(from));
    return newcomer;
  }

  /** All of these come to hold what any of them holds. */
  meet(...names: readonly string[]): void {
    const members = (names.length > 0 ? names : this.names).map((name) => this.member(name));
    for (let pass = 0; pass < 2; pass += 1) {
      for (const a of members) for (const b of members) if (a !== b) a.syncFrom(b);
    }
  }

  /** These meet, and do what the protocol has them do, until nothing is due now. */
  settle(...names: readonly string[]): void {
    const members = (names.length > 0 ? names : this.names).map((name) => this.member(name));
    for (let written = 1; written > 0; ) {
      this.meet(...names);
      written = 0;
      for (const member of members) written += member.act(this.nowMs);
    }
  }

  /** Draft and open, or the open of a later attempt; returns the ballot. */
  propose(who: string, wishes: Wishes = {}): string {
    const member = this.member(who);
    const { book } = member;
    const { title = 'Paint the shed', text = '', attempt = 1, change, threshold = [1, 2] } = wishes;
    const numbers = book.drafts().map((draft) => Number(draft.entry.body.number));
    const proposal =
      wishes.proposal ?? member.write('draft', { number: 1 + Math.max(0, ...numbers), title, text }).hash;
    const draft = member.graph.get(proposal) as GraphNode;
    const epoch = change ? book.epochAt([...member.graph.nodes()]) : book.epochOf(draft);
    return member.write('open', {
      proposal,
      attempt,
      epoch: epoch.number,
      text,
      rules: {
        quorum: wishes.quorum ?? Math.floor(epoch.members.length / 2) + 1,
        threshold,
        deadlineMs: wishes.deadlineMs ?? HOUR_MS,
        graceMs: 60_000,
      },
      ...(change ? { change } : {}),
    }).hash;
  }

  vote(who: string, ballot: string, choice: Choice, comment?: string): string {
    return this.member(who).write('vote', { ballot, choice, ...(comment ? { comment } : {}) }).hash;
  }

  /** The ballot by which a newcomer is admitted; all who are named approve, and it is decided. */
  admit(newcomer: Name, ...by: readonly string[]): void {
    const [first] = by as [string];
    const ballot = this.propose(first, { title: `Admit ${newcomer}`, change: admission(newcomer) });
    this.meet(...by);
    for (const name of by) this.vote(name, ballot, 'APPROVE');
    this.settle(...by);
    this.join(newcomer, first);
  }

  #tick(): number {
    this.nowMs += TICK_MS;
    return this.nowMs;
  }
}

export function admission(name: Name): Change {
  const { scid, log } = people[name].identity;
  return { type: 'admit', scid, alias: name, didLog: log as never };
}

export function cellOfTwo(): VectorCell {
  const cell = new VectorCell('alice');
  cell.admit('bob', 'alice');
  cell.meet();
  return cell;
}

export function cellOfThree(): VectorCell {
  const cell = cellOfTwo();
  cell.admit('carol', 'alice', 'bob');
  cell.meet();
  return cell;
}
