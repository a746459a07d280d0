import { ConfirmedClock } from '#shared/protocol/closing/confirmed-clock.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import type { Entry, HashedEntry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode, Refused } from '#shared/protocol/log/entry-graph.ts';
import { type Tips, tipsOf } from '#shared/protocol/log/exchange.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Alarm } from '../../electron/node/cell/own-feed/alarm.ts';
import { OwnFeedGuard } from '../../electron/node/cell/own-feed/own-feed-guard.ts';
import { ReactionWriter } from '../../electron/node/cell/reaction-writer.ts';
import { CLOSING, closeBallots, NOTHING_CLOSED } from '../../electron/node/cell/reactions/close-ballots.ts';
import { GOING_ON, goOn } from '../../electron/node/cell/reactions/go-on.ts';
import { PROVING, proveFork } from '../../electron/node/cell/reactions/prove-fork.ts';
import { NO_WISH, type Reacted, remembering } from '../../electron/node/cell/reactions/reaction.ts';
import { TELLING, tellRestore } from '../../electron/node/cell/reactions/tell-restore.ts';
import { epochNow } from './at-hand.ts';
import type { Counts } from './counts.ts';
import { goodHabits, type Habits, HabitualLog } from './habits.ts';
import type { Home, Marker } from './home.ts';
import { obey, type Wish } from './operator.ts';
import { person } from './people.ts';
import type { Random } from './random.ts';
import { type CrashPoint, nameOf } from './scenario.ts';
import { SimLog } from './sim-log.ts';

/** What a node needs of the world it runs in. */
export interface Surroundings {
  readonly cell: string;
  readonly nowMs: number;
  readonly counts: Counts;
  /** Stores only after it has sent: a planted bug. */
  readonly sendsFirst: boolean;
  /** Throws `Crashed` when this is where the node goes down. */
  crashPoint(node: SimNode, point: CrashPoint): void;
  /** An entry of the node's own is about to be seen by others. */
  signed(node: SimNode, entry: HashedEntry): void;
  /** An entry from elsewhere that is none, and is not kept. */
  refused(node: SimNode, entry: HashedEntry, code: Refused['code']): void;
  /** One of its reactions wished for what its own log calls invalid. */
  objected(node: SimNode, kind: string, reason: string): void;
  applied(node: SimNode, nodes: readonly GraphNode[]): void;
  send(node: SimNode, entries: readonly HashedEntry[]): void;
  /** A node may sign again, or no longer. */
  signingChanged(): void;
  /** Rings unless the node goes down before; returns what calls it off. */
  alarm(node: SimNode, afterMs: number, ring: () => void): () => void;
}

export class Crashed extends Error {}

export const EPOCH_MS = 1_700_000_000_000;

export interface SimNodeOptions {
  readonly id: string;
  readonly home: Home;
  /** Of the computer that it is on. */
  readonly marker: Marker;
  /** False for members who sign twice on purpose, and homes whose operators do not care. */
  readonly isGuarded: boolean;
  readonly random: Random;
}

/**
 * One whole node: graph, verdicts, what closes its ballots and what keeps it from signing twice are the product's;
 * disk and network are the simulation's.
 */
export class SimNode {
  readonly id: string;
  readonly author: string;
  /** Multikey. */
  readonly key: string;
  readonly habits: Habits = goodHabits();
  readonly isGuarded: boolean;
  home: Home;
  marker: Marker;
  up = true;
  /** Increases at each start, so that what was due before is void. */
  starts = 0;
  clockStepMs = 0;
  withholdUntilMs = 0;
  /** While its operator closes a ballot before its time. */
  closesByHand = false;
  readonly wishes: Wish[] = [];
  readonly #surroundings: Surroundings;
  readonly #random: Random;
  #log!: SimLog;
  #guard: OwnFeedGuard | null = null;
  #writer!: ReactionWriter;
  #steady!: ConfirmedClock;
  #ahead: ReadonlyMap<string, readonly GraphNode[]> | null = null;
  #tips: Tips | null = null;

  constructor(surroundings: Surroundings, { id, home, marker, isGuarded, random }: SimNodeOptions) {
    this.#surroundings = surroundings;
    this.id = id;
    ({ scid: this.author, key: this.key } = person(nameOf(id)));
    this.home = home;
    this.marker = marker;
    this.isGuarded = isGuarded;
    this.#random = random;
    this.start();
  }

  get graph(): EntryGraph {
    return this.#log.graph;
  }

  get book(): CellBook {
    return this.#log.book;
  }

  get head(): GraphNode | null {
    return this.#log.ownHead();
  }

  /** Signs nothing, for it may not be the only one with its key, or the newest. */
  get isBarred(): boolean {
    return this.#log.signingBarred !== null;
  }

  /** Builds everything anew from what is on disk. */
  start(): void {
    const at = this.#surroundings;
    this.up = true;
    this.starts += 1;
    this.#writer?.stop();
    this.#guard?.stop();
    const wallMs = () => this.wallMs();
    this.#steady = new ConfirmedClock({
      clock: wallMs,
      uptime: wallMs,
      fromMs: Math.max(wallMs(), ...this.home.storedAtMs.values()),
      isConfirmed: () => true,
    });
    this.#changed();
    this.#log = this.#openLog();
    const alarm: Alarm = (afterMs, ring) => at.alarm(this, afterMs, ring);
    this.#writer = new ReactionWriter({
      log: new HabitualLog(this.#log, this.author, this.habits, at.counts),
      me: this.author,
      clock: () => this.steadyMs(),
      storedAtMs: (hash) => this.home.storedAtMs.get(hash) ?? null,
      reactions: [
        { name: PROVING, react: proveFork },
        remembering(CLOSING, NOTHING_CLOSED, closeBallots),
        { name: TELLING, react: tellRestore },
      ],
      whenBarred: [{ name: GOING_ON, react: ({ me }) => this.#goOn(me) }],
      beginGeneration: () => this.#guard?.goOn(),
      alarm,
    });
    this.#guard = this.isGuarded ? this.#startGuard(alarm) : null;
  }

  wallMs(): number {
    return EPOCH_MS + this.#surroundings.nowMs + this.clockStepMs;
  }

  steadyMs(): number {
    return this.#steady.now();
  }

  tips(): Tips {
    this.#tips ??= tipsOf(this.graph);
    return this.#tips;
  }

  /** Tips that the next entry would have in its past. */
  ahead(): ReadonlyMap<string, readonly GraphNode[]> {
    this.#ahead ??= this.#log.ahead();
    return this.#ahead;
  }

  isAhead(node: GraphNode): boolean {
    return this.graph.covers(this.ahead(), node);
  }

  /** Has been admitted, be it that it was removed since. */
  mayWrite(): boolean {
    return this.head !== null || isMember(epochNow(this), this.author);
  }

  receive(entries: readonly HashedEntry[], from: SimNode): void {
    if (this.#log.receive(entries, from.author) > 0) this.act();
  }

  /** What a member says that it holds. */
  peerHolds(author: string, tips: Tips): void {
    if (!this.#guard || !isMember(epochNow(this), author)) return;
    const wasBarred = this.isBarred;
    this.#guard.peerHolds(author, tips);
    if (wasBarred) this.act();
  }

  /** Another node has proved the same key. */
  meetTwin(): void {
    this.#guard?.twinShown(asWritten('there is another one'));
  }

  /** The operator goes on, whoever has not answered. */
  override(): void {
    if (this.#guard) this.#guard.override();
    else this.#log.beginGeneration((this.marker.read()?.gen ?? 0) + 1);
    this.act();
  }

  /** What is due, and what its operator wants. */
  act(): void {
    this.#writer.start();
    if (this.isBarred) return;
    obey(this);
  }

  /** Writes an entry that has seen all that is here, or that and no more. */
  write(kind: string, body: object, seen?: Entry['seen']): GraphNode {
    return seen ? this.#log.appendHaving(seen, kind, body) : this.#log.append(kind, body);
  }

  #startGuard(alarm: Alarm): OwnFeedGuard {
    const at = this.#surroundings;
    let wasBarred = false;
    return new OwnFeedGuard({
      log: this.#log,
      safety: {
        read: () => this.home.barred,
        bar: (_cell, barred) => {
          this.home.barred = barred;
        },
        lift: () => {
          this.home.barred = null;
        },
        wasMarked: () => this.home.wasMarked,
        noteMarked: () => {
          this.home.wasMarked = true;
        },
      },
      marker: this.marker,
      me: this.author,
      key: this.key,
      epoch: () => this.#epoch(),
      changed: () => {
        const isOther = this.isBarred !== wasBarred;
        wasBarred = this.isBarred;
        if (isOther) at.signingChanged();
        if (isOther || wasBarred) this.#writer.act();
      },
      alarm,
      draw: (below) => this.#random.int(below),
    });
  }

  #goOn(me: string): Reacted {
    return this.#guard ? goOn({ me, epoch: this.#epoch(), ...this.#guard.doubt() }) : NO_WISH;
  }

  #epoch(): ReturnType<CellBook['epochAt']> | null {
    const heads = this.graph.authors().flatMap((author) => [...this.graph.heads(author)]);
    return heads.length === 0 ? null : this.book.epochAt(heads);
  }

  #openLog(): SimLog {
    const at = this.#surroundings;
    return new SimLog({
      cell: at.cell,
      home: this.home,
      author: this.author,
      key: this.key,
      isOneOnly: this.isGuarded,
      sendsFirst: at.sendsFirst,
      wallMs: () => this.wallMs(),
      steadyMs: () => this.steadyMs(),
      crashPoint: (point) => at.crashPoint(this, point),
      signed: (entry) => at.signed(this, entry),
      send: (entry) => at.send(this, [entry]),
      refused: (entry, code) => at.refused(this, entry, code),
      objected: (kind, reason) => at.objected(this, kind, reason),
      waits: () => {
        at.counts['entries that wait'] += 1;
      },
      crowded: () => {
        at.counts['entries without room'] += 1;
      },
      applied: (nodes) => {
        this.#changed();
        at.applied(this, nodes);
      },
    });
  }

  #changed(): void {
    this.#ahead = null;
    this.#tips = null;
  }
}
