import { everything } from '#shared/closing/ballot.ts';
import { BallotBook } from '#shared/closing/ballot-book.ts';
import { certificates } from '#shared/closing/certificate.ts';
import { isMember } from '#shared/closing/epoch.ts';
import type { Knowledge } from '#shared/closing/known.ts';
import { planFor } from '#shared/closing/next-step.ts';
import { proofDue } from '#shared/closing/proof.ts';
import type { RoundTimer } from '#shared/closing/round-timer.ts';
import { SteadyClock } from '#shared/closing/steady-clock.ts';
import { excessError } from '#shared/log/branch-bounds.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/log/entry.ts';
import { EntryGraph, type GraphNode, type Refused } from '#shared/log/entry-graph.ts';
import { seenSince, type Tips, tipsAhead, tipsOf } from '#shared/log/exchange.ts';
import { hashed } from '../support/cell/feed-writer.ts';
import { epochNow } from './at-hand.ts';
import type { Counts } from './counts.ts';
import { adjustStep, type Habits } from './habits.ts';
import { obey, type Wish } from './operator.ts';
import { authorise, person } from './people.ts';
import { type CrashPoint, nameOf } from './scenario.ts';

/** What survives a crash; a copy of it is a backup. */
export interface Home {
  readonly entries: HashedEntry[];
  readonly storedAtMs: Map<string, number>;
  ownHead: string | null;
  /** Set by a restore until a new generation was begun: nothing is signed meanwhile. */
  restore: { readonly override: boolean; readonly answered: Set<string> } | null;
}

export function copyHome(home: Home): Home {
  return { ...home, entries: [...home.entries], storedAtMs: new Map(home.storedAtMs), restore: null };
}

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
  applied(node: SimNode, nodes: readonly GraphNode[]): void;
  send(node: SimNode, entries: readonly HashedEntry[]): void;
}

export class Crashed extends Error {}

export const EPOCH_MS = 1_700_000_000_000;

/** One whole node: graph, verdicts and planning are the product's, disk and network are the simulation's. */
export class SimNode {
  readonly id: string;
  readonly author: string;
  /** Multikey. */
  readonly key: string;
  readonly habits: Habits;
  home: Home;
  up = true;
  /** Increases at each start, so that what was due before is void. */
  starts = 0;
  clockStepMs = 0;
  withholdUntilMs = 0;
  /** While its operator closes a ballot before its time. */
  closesByHand = false;
  readonly wishes: Wish[] = [];
  graph!: EntryGraph;
  book!: BallotBook;
  head: GraphNode | null = null;
  wakeAtMs: number | null = null;
  readonly #surroundings: Surroundings;
  #steady!: SteadyClock;
  #timers = new Map<string, RoundTimer>();
  #done = new Set<string>();
  #ahead: ReadonlyMap<string, readonly GraphNode[]> | null = null;
  #tips: Tips | null = null;
  /** The newest generation written here, kept outside of the home: no restore takes it back. */
  #markedGen = 0;

  constructor(surroundings: Surroundings, id: string, habits: Habits, home: Home) {
    this.#surroundings = surroundings;
    this.id = id;
    ({ scid: this.author, key: this.key } = person(nameOf(id)));
    this.habits = habits;
    this.home = home;
    this.start();
  }

  /** Builds everything anew from what is on disk. */
  start(): void {
    this.up = true;
    this.starts += 1;
    this.graph = new EntryGraph(this.#surroundings.cell, {
      authorise: (added, parents) => mayWrite(added, parents),
      applied: (node) => this.book.apply(node),
    });
    this.book = new BallotBook(this.graph);
    const mayWrite = authorise(this.book);
    for (const entry of this.home.entries) this.graph.add(entry);
    this.head = (this.home.ownHead && this.graph.get(this.home.ownHead)) || null;
    this.#timers = new Map();
    this.#done = new Set();
    this.#steady = new SteadyClock(() => this.wallMs(), Math.max(0, ...this.home.storedAtMs.values()));
    this.#changed();
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
    this.#ahead ??= tipsAhead(this.graph, this.author, this.head);
    return this.#ahead;
  }

  isAhead(node: GraphNode): boolean {
    return this.graph.covers(this.ahead(), node);
  }

  /** Has been admitted, be it that it was removed since. */
  mayWrite(): boolean {
    return this.head !== null || isMember(epochNow(this), this.author);
  }

  receive(entries: readonly HashedEntry[]): number {
    const applied: GraphNode[] = [];
    for (const entry of entries) {
      if (this.graph.isKnown(entry.hash) || excessError(this.graph, entry)) continue;
      const outcome = this.graph.add(entry);
      if (outcome.kind === 'refused') {
        this.#surroundings.refused(this, entry, outcome.code);
        continue;
      }
      if (outcome.kind === 'applied') applied.push(...outcome.nodes);
      else this.#surroundings.counts['entries that wait'] += 1;
    }
    // What waits is in memory only.
    for (const { hash, entry } of applied) this.#store({ hash, entry });
    if (applied.length === 0) return 0;
    this.#changed();
    if (this.home.restore) for (const node of applied) this.#recover(node);
    this.#surroundings.applied(this, applied);
    return applied.length;
  }

  /** What a peer says that it holds; a restored node waits until all others have said that of its own feed. */
  peerHolds(author: string, tips: Tips): void {
    const { restore } = this.home;
    if (restore && (tips[this.author] ?? []).every((hash) => this.graph.get(hash)))
      restore.answered.add(author);
  }

  act(): void {
    this.wakeAtMs = null;
    if (this.home.restore && !this.#beginGeneration()) return;
    for (let proof = this.#proof(); proof; proof = this.#proof()) this.write('proof', proof);
    obey(this);
    for (const slot of this.book.slots()) if (!this.#done.has(slot)) this.#finish(slot);
  }

  /** Writes an entry that has seen all that is here: on disk first, then to the others. */
  write(kind: string, body: object, seen?: Entry['seen']): GraphNode {
    const at = this.#surroundings;
    const entry = hashed(this.#next(kind, body, seen));
    if (at.sendsFirst) {
      at.signed(this, entry);
      at.send(this, [entry]);
    }
    at.crashPoint(this, 'before-store');
    this.#store(entry);
    this.home.ownHead = entry.hash;
    this.graph.add(entry);
    const node = this.graph.get(entry.hash);
    if (!node) throw new Error(`${this.id} wrote an entry that its own log refuses: ${kind}`);
    this.head = node;
    this.#markedGen = entry.entry.gen;
    this.#changed();
    if (!at.sendsFirst) at.signed(this, entry);
    at.applied(this, [node]);
    at.crashPoint(this, 'after-store');
    if (!at.sendsFirst) at.send(this, [entry]);
    at.crashPoint(this, 'after-send');
    return node;
  }

  round(slot: string): number {
    return this.#timers.get(slot)?.round ?? 0;
  }

  #finish(slot: string): void {
    for (;;) {
      const plan = planFor(this.#knowledge(), slot, this.#timers.get(slot) ?? null);
      if (plan.timer) this.#timers.set(slot, plan.timer);
      if (!plan.step && plan.wakeAtMs === null && !plan.timer) this.#noteDone(slot);
      const step = plan.step && adjustStep(this, plan.step, this.#surroundings.counts);
      if (plan.wakeAtMs !== null) this.wakeAtMs = Math.min(this.wakeAtMs ?? plan.wakeAtMs, plan.wakeAtMs);
      if (!step) return;
      // What a liar makes of its step may be invalid, and would be asked for again.
      if (!this.book.verdict(this.write(step.kind, step.body)).valid) return;
    }
  }

  /** A certificate stays, so long as nobody it could rest on has forked. */
  #noteDone(slot: string): void {
    if (this.graph.forkedAuthors().length > 0) return;
    if (certificates(this.book, everything, slot).length > 0) this.#done.add(slot);
  }

  #knowledge(): Knowledge {
    const { book, author: me, head } = this;
    const storedAtMs = (open: string): number => this.home.storedAtMs.get(open) ?? this.steadyMs();
    return { book, me, head, tips: this.ahead(), nowMs: this.steadyMs(), storedAtMs };
  }

  #proof(): ReturnType<typeof proofDue> {
    if (this.graph.forkedAuthors().length === 0 || !this.mayWrite()) return null;
    return proofDue(this.book, this.author, this.head, this.ahead());
  }

  #beginGeneration(): boolean {
    const { restore } = this.home;
    if (!restore || !this.head) return false;
    const members = this.book.epochAt([...this.ahead().values()].flat()).members;
    const others = members.filter(({ scid: member }) => member !== this.author);
    if (!restore.override && !others.every(({ scid: member }) => restore.answered.has(member))) return false;
    this.write('restored', { end: this.head.hash });
    this.home.restore = null;
    return true;
  }

  /** While it waits after a restore, a node takes back what the others hold of its feed. */
  #recover({ hash, entry }: GraphNode): void {
    if (entry.author !== this.author) return;
    const at = this.head?.entry;
    if (at && (entry.gen < at.gen || (entry.gen === at.gen && entry.seq <= at.seq))) return;
    this.home.ownHead = hash;
    this.head = this.graph.get(hash) ?? null;
    this.#changed();
  }

  #store(entry: HashedEntry): void {
    this.home.entries.push(entry);
    if (entry.entry.kind === 'open') this.home.storedAtMs.set(entry.hash, this.steadyMs());
  }

  #changed(): void {
    this.#ahead = null;
    this.#tips = null;
  }

  #next(kind: string, body: object, seen?: Entry['seen']): Entry {
    const head = this.head?.entry;
    const restored = kind === 'restored' && head;
    return {
      v: 1,
      cell: this.#surroundings.cell,
      author: this.author,
      gen: restored ? Math.max(head.gen, this.#markedGen) + 1 : (head?.gen ?? 0),
      seq: restored || !head ? 0 : head.seq + 1,
      prev: this.head?.hash ?? ZERO_HASH,
      seen: seen ?? seenSince(this.graph, this.author, this.head),
      at: this.wallMs(),
      kind,
      body: body as Record<string, unknown>,
      key: this.key,
    };
  }
}
