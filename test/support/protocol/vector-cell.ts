/** A cell of members with fixed keys and one clock, in which scenarios are played. */

import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { CellRules, Change, Choice } from '#shared/protocol/closing/bodies.ts';
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import { LEAVERS_RULES } from '#shared/protocol/closing/floors.ts';
import { knownCloses } from '#shared/protocol/closing/known.ts';
import { ownNodes } from '#shared/protocol/closing/own.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CheckedEntry } from '../../../electron/node/log/signed-entry.ts';
import { foundingOf } from '../cell/founding.ts';
import { type Name, people, STARTED_AT_MS, VectorMember, type World } from './vector-member.ts';

const TICK_MS = 100;
export const HOUR_MS = 3_600_000;
const TURN_MS = 15_000;

export interface Wishes {
  readonly title?: string;
  readonly text?: string;
  readonly attempt?: number;
  /** Of the attempt before. */
  readonly proposal?: string;
  readonly quorum?: number;
  readonly threshold?: readonly [number, number];
  readonly change?: Change;
  /** With the rules of a ballot that counts out who has left. */
  readonly leavers?: boolean;
}

export class VectorCell {
  nowMs = STARTED_AT_MS;
  readonly world: World = { tickMs: () => this.#tick(), signed: new Map<string, CheckedEntry>() };
  readonly #found: HashedEntry;
  readonly #members = new Map<string, VectorMember>();

  /** @param founding default: that of a cell which branched off from none */
  constructor(
    founder: Name,
    rules?: CellRules,
    founding = foundingOf(people[founder], STARTED_AT_MS + TICK_MS, rules),
  ) {
    this.nowMs = founding.entry.at;
    this.world.signed.set(founding.hash, founding);
    this.#found = { hash: founding.hash, entry: founding.entry };
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

  /**
   * Closes, signs and confirms of these, as the protocol has them do it, in the first round of which one of them is
   * the coordinator. By hand and not by the planner, so that a vector changes only when the protocol does.
   */
  decide(ballot: string, ...names: readonly string[]): void {
    const writers = names.map((name) => this.member(name));
    const [first] = writers as [VectorMember];
    this.meet(...names);
    const { slot, electorate, body: opened } = first.book.ballot(ballot) as Ballot;
    const { deadlineMs, graceMs } = opened.rules;
    const voters = new Set(first.book.votes(ballot).map(({ entry }) => entry.author));
    if (voters.size < electorate.members.length) this.wait(deadlineMs + graceMs + 1000);
    this.close(ballot, ...names);
    const authors = writers.map(({ author }) => author);
    const rounds = electorate.members.keys();
    const round = [...rounds].find((r) => authors.includes(coordinatorOf(slot, electorate, r))) ?? 0;
    this.wait(round * TURN_MS);
    const closes = [
      ...knownCloses(first.book, first.book.ballot(ballot) as Ballot, () => true).values(),
    ].sort();
    const leads = (member: VectorMember): boolean => member.author === coordinatorOf(slot, electorate, round);
    const body = { slot, ballot, round, closes };
    const led = [...writers.filter(leads), ...writers.filter((member) => !leads(member))];
    led.forEach((member, index) => {
      if (index === 1) this.meet(...names);
      member.write('sign', body);
    });
    this.meet(...names);
    for (const member of led) member.write('confirm', body);
    this.meet(...names);
  }

  /** They close what they have not closed before. */
  close(ballot: string, ...names: readonly string[]): void {
    for (const member of names.map((name) => this.member(name))) {
      const own = ownNodes(member.book, member.head, member.book.closes(ballot));
      if (own.length === 0) member.write('close', { ballot });
    }
    this.meet(...names);
  }

  /** Draft and open, or the open of a later attempt; returns the ballot. */
  propose(who: string, wishes: Wishes = {}): string {
    const member = this.member(who);
    const { book } = member;
    const { title = 'Paint the shed', text = '', attempt = 1, change, threshold = [1, 2] } = wishes;
    const numbers = book.drafts().map((draft) => Number(draft.entry.body.number));
    const proposal =
      wishes.proposal ??
      member.write('draft', { number: 1 + Math.max(book.fork()?.number ?? 0, ...numbers), title, text }).hash;
    const draft = member.graph.get(proposal) as GraphNode;
    const epoch = change ? book.epochAt([...member.graph.nodes()]) : book.epochOf(draft);
    return member.write('open', {
      proposal,
      attempt,
      epoch: epoch.number,
      text,
      rules: wishes.leavers
        ? LEAVERS_RULES
        : {
            quorum: wishes.quorum ?? Math.floor(epoch.members.length / 2) + 1,
            threshold,
            // Who changes the cell gives its members the time that they agreed on.
            deadlineMs: change ? epoch.rules.deadlineMs : HOUR_MS,
            graceMs: change ? epoch.rules.graceMs : 60_000,
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
    this.decide(ballot, ...by);
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
