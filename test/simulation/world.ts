import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode, Refused } from '#shared/protocol/log/entry-graph.ts';
import type { AnyCode, Refusal } from '#shared/protocol/log/refusal.ts';
import { Broken } from './broken.ts';
import { type Counts, noCounts } from './counts.ts';
import { CRASH_COUNTS, Crashes } from './crashes.ts';
import { Delivery } from './delivery.ts';
import { Finale } from './finale.ts';
import { genesis } from './genesis.ts';
import { Happenings, type Manner, type Stage } from './happenings.ts';
import { type Home, Marker } from './home.ts';
import { eventInWords } from './in-words.ts';
import { Network } from './network.ts';
import { person, scid } from './people.ts';
import { Queue } from './queue.ts';
import { Random } from './random.ts';
import {
  type CrashPoint,
  equivocators,
  isThief,
  liars,
  NAMES,
  nameOf,
  type Scenario,
  STRANGER,
  withTwoInstances,
} from './scenario.ts';
import { ringOf } from './seeds.ts';
import { SimNode } from './sim-node.ts';
import { Crashed, type Surroundings } from './surroundings.ts';
import { entryInWords } from './trace.ts';
import { Witness } from './witness.ts';

const GOSSIP_MS = 150;

/** A run writes some fifty. */
const ENTRIES_MAX = 3000;

export interface Switches {
  /** A planted bug: an entry is sent before it is stored. */
  readonly sendsFirst: boolean;
  /** Verdicts and outcomes are compared with the literal reading of the document. */
  readonly readsDocument: boolean;
}

export const AS_IT_IS: Switches = { sendsFirst: false, readsDocument: true };

export interface Outcome {
  readonly broken: Broken | null;
  readonly counts: Counts;
  readonly trace: readonly string[];
}

export class World implements Surroundings, Stage {
  readonly scenario: Scenario;
  readonly cell: string;
  readonly sendsFirst: boolean;
  readonly readsDocument: boolean;
  readonly nodes = new Map<string, SimNode>();
  readonly witness: Witness;
  readonly counts = noCounts();
  readonly network: Network;
  readonly delivery: Delivery;
  readonly crashes = new Crashes();
  nowMs = 0;
  /** Grows with everything that may bring members to rest, or end it. */
  changes = 0;
  readonly #dishonest: ReadonlySet<string>;
  readonly #unguarded: ReadonlySet<string>;
  /** Nodes that were stopped for good. */
  readonly #retired = new Set<string>();
  /** What is written on paper at each member's. */
  readonly #papers = new Map<string, Uint8Array[]>();
  readonly #queue = new Queue();
  readonly #entries: readonly HashedEntry[];
  readonly #trace: string[] | null;
  #finale: Finale | null = null;

  constructor(scenario: Scenario, switches: Switches, traced: boolean) {
    this.scenario = scenario;
    this.sendsFirst = switches.sendsFirst;
    this.readsDocument = switches.readsDocument;
    this.#entries = genesis(scenario);
    this.cell = (this.#entries[0] as HashedEntry).hash;
    const forgers = equivocators(scenario);
    this.witness = new Witness(forgers, () => this.thieves());
    this.#unguarded = new Set([...withTwoInstances(scenario), STRANGER]);
    this.#dishonest = new Set([...forgers, ...liars(scenario), STRANGER]);
    this.network = new Network(scenario.seed, this.counts);
    this.delivery = new Delivery({
      network: this.network,
      queue: this.#queue,
      counts: this.counts,
      nodes: () => this.nodes.values(),
      nowMs: () => this.nowMs,
      poke: (node, run) => this.poke(node, run),
      met: (one, other) => this.#met(one, other),
    });
    this.#trace = traced ? [] : null;
    const happenings = new Happenings(this);
    for (const name of NAMES.slice(0, scenario.size)) this.#enter(name, this.#entries);
    for (const event of scenario.events) {
      this.#queue.add(event.atMs, () => {
        this.note(() => `(${eventInWords(event)})`);
        happenings.happen(event);
      });
    }
    this.#queue.add(scenario.finaleAtMs, () => this.#beginFinale());
  }

  run(): Outcome {
    let broken: Broken | null = null;
    try {
      for (let task = this.#queue.take(); task && !this.#finale?.isOver; task = this.#queue.take()) {
        this.nowMs = task.atMs;
        task.run();
      }
    } catch (thrown) {
      if (!(thrown instanceof Broken)) throw thrown;
      broken = thrown;
      this.note(() => `BROKEN  ${thrown.message}`);
    }
    this.counts.runs = 1;
    return { broken, counts: this.counts, trace: this.#trace ?? [] };
  }

  isHonest(node: SimNode): boolean {
    return !isThief(node.id) && !this.#dishonest.has(nameOf(node.id));
  }

  /** Nodes that follow the protocol and are still there at the end. */
  survivors(): SimNode[] {
    return [...this.nodes.values()].filter((node) => this.isHonest(node) && !this.#isAbsent(node.id));
  }

  /** Who holds keys of a member besides the machine that it works with: thieves, and what it calls lost but is not. */
  thieves(): SimNode[] {
    return [...this.nodes.values()].filter(({ id }) => isThief(id) || this.nodes.has(`${id}+`));
  }

  machine(id: string): SimNode | undefined {
    return this.nodes.get(id);
  }

  /** For a while only. */
  isAnyDown(): boolean {
    return [...this.nodes.values()].some(({ id, up }) => !up && !this.#isAbsent(id));
  }

  crashPoint(node: SimNode, point: CrashPoint): void {
    const forMs = this.crashes.dueAt(node.id, point);
    if (forMs === null) return;
    this.counts[CRASH_COUNTS[point]] += 1;
    this.stop(node, forMs);
    this.note(() => `${node.id} crashes ${point.replaceAll('-', ' ')}`);
    throw new Crashed();
  }

  signed(node: SimNode, entry: HashedEntry): void {
    this.counts.entries += 1;
    if (this.counts.entries > ENTRIES_MAX)
      throw new Broken('wedge', `more than ${ENTRIES_MAX} entries and no end`);
    if (!this.isHonest(node)) return;
    this.witness.signed(node, entry);
    this.#finale?.wrote(node, entry);
  }

  refused(node: SimNode, { entry }: HashedEntry, code: Refused['code']): void {
    if (entry.author === scid(STRANGER)) this.counts['entries of strangers'] += 1;
    else if (code === 'key') this.counts['foreign rows refused'] += 1;
    if (code === 'key' && isThief(node.id)) this.counts['entries under other keys refused'] += 1;
  }

  objected(node: SimNode, kind: string, { code, reason }: Refusal<AnyCode>): void {
    // Who is none yet has nothing to prove, and is told so by the same rule.
    if (kind === 'proof' || !this.isHonest(node)) return;
    // A cell that has forked may go on in the history of keys that others hold.
    if (code === 'recovery' && this.witness.mayHaveForked) return;
    throw new Broken('valid', `${node.id} planned a ${kind}: ${reason}`);
  }

  applied(node: SimNode, nodes: readonly GraphNode[], first: GraphNode | null): void {
    this.changes += 1;
    this.witness.applied(node, nodes);
    if (!first) return;
    const verdict = node.book.verdict(first);
    this.note(() => `${node.id} writes ${entryInWords(node, first)}`);
    if (first.entry.kind === 'restored') this.counts.restored += 1;
    if (first.entry.kind === 'proof') this.counts.proofs += 1;
    if (!this.isHonest(node)) return;
    this.witness.wrote(node, first);
    if (!verdict.valid) {
      throw new Broken('valid', `${node.id} wrote a ${first.entry.kind}: ${verdict.reason}`);
    }
  }

  send(from: SimNode, entries: readonly HashedEntry[]): void {
    this.delivery.send(from, entries);
  }

  add(id: string, home: Home, marker: Marker, { isHeedless = false, isIdle = false }: Manner = {}): SimNode {
    const random = new Random(this.scenario.seed, id, 'generations');
    const isGuarded = !isHeedless && !isThief(id) && !this.#unguarded.has(nameOf(id));
    const node = new SimNode(this, {
      id,
      home,
      marker,
      isGuarded,
      isRunning: !isIdle,
      papers: isThief(id) ? [] : this.#papersOf(nameOf(id)),
      random,
    });
    this.nodes.set(id, node);
    const gossip = new Random(this.scenario.seed, id, 'gossip');
    const tick = (): void => {
      this.#queue.add(this.nowMs + GOSSIP_MS / 2 + gossip.int(GOSSIP_MS), tick);
      const others = [...this.nodes.values()].filter((other) => other !== node);
      if (node.up && others.length > 0) this.delivery.greet(node, gossip.pick(others));
      if (node.hasGuests) this.poke(node);
    };
    this.#queue.add(this.nowMs + gossip.int(GOSSIP_MS), tick);
    return node;
  }

  addEmpty(id: string): SimNode {
    const home = emptyHome(this.#entries.slice(0, 1));
    return this.add(id, home, new Marker());
  }

  lose(node: SimNode): void {
    this.#retired.add(node.id);
    node.up = false;
    this.changes += 1;
  }

  find(node: SimNode): void {
    if (this.#retired.delete(node.id) && !node.up) this.start(node);
  }

  #papersOf(name: string): Uint8Array[] {
    const papers = this.#papers.get(name) ?? [person(name).words];
    this.#papers.set(name, papers);
    return papers;
  }

  enter(name: string): void {
    if (!this.nodes.has(name)) this.#enter(name, this.#entries.slice(0, 1));
  }

  /** Lets a node do something, by default what is due, and looks at it. */
  poke(node: SimNode, run = () => node.act()): void {
    if (!node.up) return;
    try {
      run();
    } catch (thrown) {
      if (!(thrown instanceof Crashed)) throw thrown;
      return;
    }
    if (this.isHonest(node)) this.witness.look(node);
  }

  signingChanged(): void {
    this.changes += 1;
  }

  alarm(node: SimNode, afterMs: number, ring: () => void): () => void {
    const { starts } = node;
    let isOff = false;
    this.#queue.add(this.nowMs + afterMs, () => {
      if (!isOff && node.starts === starts) this.poke(node, ring);
    });
    return () => {
      isOff = true;
    };
  }

  stop(node: SimNode, forMs: number): void {
    node.up = false;
    this.changes += 1;
    const { starts } = node;
    this.#queue.add(this.nowMs + forMs, () => {
      if (!node.up && node.starts === starts) this.start(node);
    });
  }

  start(node: SimNode): void {
    if (this.#retired.has(node.id)) return;
    if (this.nowMs >= this.scenario.finaleAtMs && this.#isAbsent(node.id)) return;
    node.start();
    this.changes += 1;
    this.poke(node);
  }

  note(line: () => string): void {
    this.#trace?.push(`${String(Math.round(this.nowMs)).padStart(7)} ms  ${line()}`);
  }

  #enter(name: string, entries: readonly HashedEntry[]): void {
    const own = entries.findLast(({ entry }) => entry.author === scid(name));
    const home: Home = {
      ...emptyHome(entries),
      ownHead: own?.hash ?? null,
      keys: ringOf(person(name).keys),
    };
    // Its feed was begun on this computer.
    const marker = new Marker(own ? { gen: own.entry.gen, hash: own.hash } : null);
    this.add(name, home, marker);
  }

  /** Each is told of the other: their operator stops the one that was lost and found, and goes on with the other. */
  #met(one: SimNode, other: SimNode): void {
    if (!one.isGuarded || !other.isGuarded) return;
    for (const node of [one, other]) this.poke(node, () => node.meetTwin());
    const [lost, kept] = one.id.length > other.id.length ? [one, other] : [other, one];
    this.#retired.add(lost.id);
    lost.up = false;
    this.changes += 1;
    this.counts['lost homes stopped'] += 1;
    this.note(() => `the operator of ${kept.id} stops ${lost.id}, and goes on`);
    this.poke(kept, () => kept.overrides());
  }

  #isAbsent(id: string): boolean {
    return this.#retired.has(id) || this.scenario.absent.includes(nameOf(id));
  }

  #beginFinale(): void {
    this.network.heal();
    this.network.setWeather({ drop: 0, duplicate: 0, delayMs: 10 });
    for (const node of this.nodes.values()) {
      node.withholdUntilMs = 0;
      if (this.#isAbsent(node.id)) node.up = false;
      else if (!node.up) this.start(node);
    }
    this.note(() => 'all are connected');
    this.#finale = new Finale(this, (atMs, run) => this.#queue.add(atMs, run));
  }
}

function emptyHome(entries: readonly HashedEntry[]): Home {
  return {
    entries: [...entries],
    storedAtMs: new Map(),
    ownHead: null,
    barred: null,
    wasMarked: false,
    keys: new Map(),
    codes: new Map(),
  };
}

/** One run; `traced` also tells it line by line. */
export function run(scenario: Scenario, switches: Switches = AS_IT_IS, traced = false): Outcome {
  return new World(scenario, switches, traced).run();
}
