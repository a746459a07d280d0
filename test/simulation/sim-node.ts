import { GhostStackError } from '#shared/contract/errors.ts';
import { ConfirmedClock } from '#shared/protocol/closing/confirmed-clock.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import type { Entry, HashedEntry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { type Tips, tipsOf } from '#shared/protocol/log/exchange.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Alarm } from '../../electron/node/cell/own-feed/alarm.ts';
import { OwnFeedGuard } from '../../electron/node/cell/own-feed/own-feed-guard.ts';
import { ReactionWriter } from '../../electron/node/cell/reaction-writer.ts';
import { BEGINNING_AGAIN, beginAgain } from '../../electron/node/cell/reactions/begin-again.ts';
import { CLOSING, closeBallots, NOTHING_CLOSED } from '../../electron/node/cell/reactions/close-ballots.ts';
import { GOING_ON, goOn } from '../../electron/node/cell/reactions/go-on.ts';
import { LETTING_BACK, letBack } from '../../electron/node/cell/reactions/let-back.ts';
import { PROVING, proveFork } from '../../electron/node/cell/reactions/prove-fork.ts';
import {
  NO_WISH,
  type Reacted,
  type Reaction,
  type RowWish,
  remembering,
} from '../../electron/node/cell/reactions/reaction.ts';
import { NOTHING_REOPENED, REOPENING, reopenRekey } from '../../electron/node/cell/reactions/reopen-rekey.ts';
import { TELLING, tellRestore } from '../../electron/node/cell/reactions/tell-restore.ts';
import type { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import type { HeldKeys } from '../../electron/node/log/next-entry.ts';
import { epochNow } from './at-hand.ts';
import { goodHabits, type Habits, HabitualLog } from './habits.ts';
import type { Home, Marker } from './home.ts';
import { obey, type Wish } from './operator.ts';
import { person } from './people.ts';
import type { Random } from './random.ts';
import { nameOf } from './scenario.ts';
import { keyCalled, multikeyOf, seedCalled } from './seeds.ts';
import { SimLog } from './sim-log.ts';
import type { SimNodeOptions, Surroundings } from './surroundings.ts';
import { EPOCH_MS } from './surroundings.ts';

/**
 * One whole node: graph, verdicts, what closes its ballots and what keeps it from signing twice are the product's;
 * disk and network are the simulation's.
 */
export class SimNode {
  readonly id: string;
  readonly author: string;
  readonly habits: Habits = goodHabits();
  readonly isGuarded: boolean;
  readonly papers: Uint8Array[];
  /** Multikeys with which it has come to others. */
  readonly keysAskedFor = new Set<string>();
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
  readonly #isRunning: boolean;
  /** Of no home: a backup does not know which were made since. */
  #keysMade = 0;
  #log!: SimLog;
  #guard: OwnFeedGuard | null = null;
  #writer!: ReactionWriter;
  #steady!: ConfirmedClock;
  #ahead: ReadonlyMap<string, readonly GraphNode[]> | null = null;
  #tips: Tips | null = null;

  constructor(surroundings: Surroundings, options: SimNodeOptions) {
    const { id, home, marker, isGuarded, isRunning, papers, random } = options;
    this.#surroundings = surroundings;
    this.id = id;
    this.author = person(nameOf(id)).scid;
    this.home = home;
    this.marker = marker;
    this.isGuarded = isGuarded;
    this.#isRunning = isRunning;
    this.papers = papers;
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

  /** Machines of others that ask here, now and then. */
  get hasGuests(): boolean {
    return this.wishes.some(({ event }) => event.do === 'let-back');
  }

  /** The key that the cell has for it is not here. */
  get isLockedOut(): boolean {
    return this.#log.isLockedOut;
  }

  /** The Multikey under which it would write now. */
  get key(): string {
    return this.#log.ownKey() ?? multikeyOf(this.#firstKey());
  }

  /** That under which it would write an entry with these parents; another one where it does not hold it. */
  keyFor(parents: readonly GraphNode[], prev: GraphNode | null): string {
    const key = this.#log.keyFor(parents, prev);
    return key !== null && this.home.keys.has(key) ? key : multikeyOf(this.#firstKey());
  }

  /** In its home from now on. */
  makeKey(): SigningKey {
    this.#keysMade += 1;
    const key = keyCalled(`${this.id} ${this.#keysMade}`);
    this.home.keys.set(multikeyOf(key), key);
    return key;
  }

  /** On its operator's paper from now on. */
  makeWords(): Uint8Array {
    const seed = seedCalled(`words ${this.id} ${this.papers.length}`);
    this.papers.push(seed);
    return seed;
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
      reactions: this.#isRunning ? this.#reactions() : [],
      whenBarred: [{ name: GOING_ON, react: ({ me }) => this.#goOn(me) }],
      beginGeneration: () => this.#guard?.goOn(),
      note: (wish) => this.#note(wish),
      failed: (_, error) => {
        // Somebody waits for it, and is told that the rules refuse it.
        if (!(error instanceof GhostStackError) || error.code !== 'refused') throw error;
      },
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

  /** The operator goes on, whoever has not answered, unless it is told why that cannot be. */
  overrides(): void {
    try {
      if (!this.mayWrite()) return;
      if (this.#guard) this.#guard.override();
      else this.#log.beginGeneration((this.marker.read()?.gen ?? 0) + 1);
    } catch (thrown) {
      if (!(thrown instanceof GhostStackError) || thrown.code !== 'conflict') throw thrown;
    }
    this.act();
  }

  /** What is due, and what its operator wants. */
  act(): void {
    this.#writer.start();
    if (this.isBarred) return;
    obey(this, this.#surroundings);
    if (this.home.codes.size > 0) this.#writer.act();
  }

  /** What its operator would be told. */
  isRefused(kind: string, body: Record<string, unknown>): boolean {
    return this.#log.refusal(kind, body) !== null;
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
      key: multikeyOf(this.#firstKey()),
      keys: {
        present: () => this.#log.ownKey(),
        holds: (key) => this.home.keys.has(key),
        formerUsed: () => {
          at.counts['former keys used'] += 1;
        },
      },
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

  /** All that a node writes by itself, in the order of `cell-writer.ts`. */
  #reactions(): Reaction[] {
    return [
      { name: BEGINNING_AGAIN, react: beginAgain },
      { name: PROVING, react: proveFork },
      remembering(CLOSING, NOTHING_CLOSED, closeBallots),
      { name: LETTING_BACK, react: (state) => letBack(state, this.#desk()) },
      remembering(REOPENING, NOTHING_REOPENED, reopenRekey),
      { name: TELLING, react: tellRestore },
    ];
  }

  #desk(): Parameters<typeof letBack>[1] {
    const { codes } = this.home;
    if (codes.size === 0) return { epoch: null, rows: [] };
    const epoch = this.#epoch();
    return { epoch: epoch && isMember(epoch, this.author) ? epoch : null, rows: [...codes.values()] };
  }

  #note({ row, says }: RowWish): void {
    const known = this.home.codes.get(row);
    if (!known) return;
    if (says === 'refused') this.home.codes.set(row, { ...known, refused: true });
    else if (typeof says === 'object') this.home.codes.set(row, { ...known, proposal: says.drafted });
  }

  #firstKey(): SigningKey {
    const [first] = this.home.keys.values();
    return first ?? keyCalled(`nobody's at ${this.id}`);
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
      author: { scid: this.author, key: this.#firstKey(), keys: this.#held() },
      isOneOnly: this.isGuarded,
      sendsFirst: at.sendsFirst,
      wallMs: () => this.wallMs(),
      steadyMs: () => this.steadyMs(),
      crashPoint: (point) => at.crashPoint(this, point),
      signed: (entry) => at.signed(this, entry),
      send: (entry) => at.send(this, [entry]),
      refused: (entry, code) => at.refused(this, entry, code),
      objected: (kind, refused) => at.objected(this, kind, refused),
      waits: () => {
        at.counts['entries that wait'] += 1;
      },
      crowded: () => {
        at.counts['entries without room'] += 1;
      },
      applied: (nodes, written) => {
        this.#changed();
        at.applied(this, nodes, written);
      },
    });
  }

  #held(): HeldKeys {
    return {
      get: (multikey) => this.home.keys.get(multikey) ?? null,
      holds: (multikey) => this.home.keys.has(multikey),
    };
  }

  #changed(): void {
    this.#ahead = null;
    this.#tips = null;
  }
}
