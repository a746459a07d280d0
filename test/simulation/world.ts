import type { HashedEntry } from '#shared/log/entry.ts';

import type { GraphNode } from '#shared/log/entry-graph.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { Broken } from './broken.ts';
import { type Counted, type Counts, noCounts } from './counts.ts';
import { Delivery } from './delivery.ts';
import { checkEnd, isAtRest } from './ending.ts';
import { genesis } from './genesis.ts';
import { goodHabits } from './habits.ts';
import { eventInWords } from './in-words.ts';
import { forge } from './mischief.ts';
import { Network } from './network.ts';
import type { WishEvent } from './operator.ts';
import { Queue } from './queue.ts';
import { Random } from './random.ts';
import {
  type CrashPoint,
  equivocators,
  liars,
  NAMES,
  nameOf,
  type Scenario,
  type SimEvent,
  STRANGER,
} from './scenario.ts';
import { Crashed, copyHome, type Home, SimNode, type Surroundings } from './sim-node.ts';
import { writeStaleOpen } from './stale-open.ts';
import { entryInWords } from './trace.ts';
import { Witness } from './witness.ts';

const GOSSIP_MS = 150;
const LOOK_MS = 250;
/** How long members who are connected may take until all ballots have ended. */
const PATIENCE_MS = 300_000;

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

const CRASH_COUNTS = {
  'before-store': 'crashes before store',
  'after-store': 'crashes after store',
  'after-send': 'crashes after send',
} as const satisfies Record<CrashPoint, Counted>;

interface PlannedCrash {
  write: number;
  readonly point: CrashPoint;
  readonly forMs: number;
}

export class World implements Surroundings {
  readonly scenario: Scenario;
  readonly cell: string;
  readonly sendsFirst: boolean;
  readonly readsDocument: boolean;
  readonly nodes = new Map<string, SimNode>();
  readonly witness: Witness;
  readonly counts = noCounts();
  nowMs = 0;
  readonly #dishonest: ReadonlySet<string>;
  readonly #queue = new Queue();
  readonly #network: Network;
  readonly #delivery: Delivery;
  readonly #entries: readonly HashedEntry[];
  readonly #backups = new Map<string, Home>();
  readonly #lostHomes = new Map<string, Home>();
  readonly #crashes = new Map<string, PlannedCrash[]>();
  readonly #trace: string[] | null;
  #ended = false;

  constructor(scenario: Scenario, switches: Switches, traced: boolean) {
    this.scenario = scenario;
    this.sendsFirst = switches.sendsFirst;
    this.readsDocument = switches.readsDocument;
    this.#entries = genesis(scenario.size, scenario.f);
    this.cell = (this.#entries[0] as HashedEntry).hash;
    const forgers = equivocators(scenario);
    this.witness = new Witness(forgers);
    this.#dishonest = new Set([...forgers, ...liars(scenario), STRANGER]);
    this.#network = new Network(scenario.seed, this.counts);
    this.#delivery = new Delivery({
      network: this.#network,
      queue: this.#queue,
      counts: this.counts,
      nodes: () => this.nodes.values(),
      nowMs: () => this.nowMs,
      poke: (node) => this.#poke(node),
    });
    this.#trace = traced ? [] : null;
    for (const name of NAMES.slice(0, scenario.size)) this.#add(name, this.#homeOf(name, this.#entries));
    for (const event of scenario.events) this.#queue.add(event.atMs, () => this.#happen(event));
    this.#queue.add(scenario.finaleAtMs, () => this.#beginFinale());
  }

  run(): Outcome {
    let broken: Broken | null = null;
    try {
      for (let task = this.#queue.take(); task && !this.#ended; task = this.#queue.take()) {
        this.nowMs = task.atMs;
        task.run();
      }
    } catch (thrown) {
      if (!(thrown instanceof Broken)) throw thrown;
      broken = thrown;
      this.#note(() => `BROKEN  ${thrown.message}`);
    }
    this.counts.runs = 1;
    return { broken, counts: this.counts, trace: this.#trace ?? [] };
  }

  isHonest(node: SimNode): boolean {
    return !this.#dishonest.has(nameOf(node.id));
  }

  /** Nodes that follow the protocol and are still there at the end. */
  survivors(): SimNode[] {
    return [...this.nodes.values()].filter((node) => this.isHonest(node) && !this.#isAbsent(node.id));
  }

  crashPoint(node: SimNode, point: CrashPoint): void {
    const planned = this.#crashes.get(node.id);
    if (!planned) return;
    if (point === 'before-store') for (const crash of planned) crash.write -= 1;
    const due = planned.find((crash) => crash.write === 0 && crash.point === point);
    if (!due) return;
    this.counts[CRASH_COUNTS[point]] += 1;
    this.#stop(node, due.forMs);
    this.#note(() => `${node.id} crashes ${point.replaceAll('-', ' ')}`);
    throw new Crashed();
  }

  signed(node: SimNode, entry: HashedEntry): void {
    this.counts.entries += 1;
    if (this.counts.entries > ENTRIES_MAX)
      throw new Broken('wedge', `more than ${ENTRIES_MAX} entries and no end`);
    if (this.isHonest(node)) this.witness.signed(node, entry);
  }

  applied(node: SimNode, nodes: readonly GraphNode[]): void {
    this.witness.applied(node, nodes);
    const [first] = nodes;
    if (nodes.length !== 1 || !first || first.entry.author !== node.author || first !== node.head) return;
    const verdict = node.book.verdict(first);
    this.#note(() => `${node.id} writes ${entryInWords(node, first)}`);
    if (first.entry.kind === 'restored') this.counts.restored += 1;
    if (first.entry.kind === 'proof') this.counts.proofs += 1;
    if (!this.isHonest(node)) return;
    this.witness.wrote(node, first);
    if (!verdict.valid) {
      throw new Broken('valid', `${node.id} wrote a ${first.entry.kind}: ${verdict.reason}`);
    }
  }

  send(from: SimNode, entries: readonly HashedEntry[]): void {
    this.#delivery.send(from, entries);
  }

  #add(id: string, home: Home): SimNode {
    const node = new SimNode(this, id, goodHabits(), home);
    this.nodes.set(id, node);
    const gossip = new Random(this.scenario.seed, id, 'gossip');
    const tick = (): void => {
      this.#queue.add(this.nowMs + GOSSIP_MS / 2 + gossip.int(GOSSIP_MS), tick);
      const others = [...this.nodes.values()].filter((other) => other !== node);
      if (node.up && others.length > 0) this.#delivery.greet(node, gossip.pick(others));
    };
    this.#queue.add(this.nowMs + gossip.int(GOSSIP_MS), tick);
    return node;
  }

  #homeOf(name: string, entries: readonly HashedEntry[]): Home {
    const own = entries.findLast(({ entry }) => entry.author === scid(name));
    return { entries: [...entries], storedAtMs: new Map(), ownHead: own?.hash ?? null, restore: null };
  }

  /** Lets a node do what is due, looks at it, and comes back when it wants to be asked again. */
  #poke(node: SimNode): void {
    if (!node.up) return;
    try {
      node.act();
    } catch (thrown) {
      if (!(thrown instanceof Crashed)) throw thrown;
      return;
    }
    if (this.isHonest(node)) this.witness.look(node);
    this.#wake(node);
  }

  #wake(node: SimNode): void {
    if (node.wakeAtMs === null) return;
    const { wakeAtMs, starts } = node;
    const inMs = Math.max(1, wakeAtMs - node.steadyMs());
    this.#queue.add(this.nowMs + inMs, () => {
      if (node.up && node.starts === starts && node.wakeAtMs === wakeAtMs) this.#poke(node);
    });
  }

  #stop(node: SimNode, forMs: number): void {
    node.up = false;
    const { starts } = node;
    this.#queue.add(this.nowMs + forMs, () => {
      if (!node.up && node.starts === starts) this.#start(node);
    });
  }

  #start(node: SimNode): void {
    if (this.nowMs >= this.scenario.finaleAtMs && this.#isAbsent(node.id)) return;
    node.start();
    this.#poke(node);
  }

  #isAbsent(id: string): boolean {
    return this.scenario.absent.includes(nameOf(id));
  }

  #beginFinale(): void {
    this.#network.heal();
    this.#network.setWeather({ drop: 0, duplicate: 0, delayMs: 10 });
    for (const node of this.nodes.values()) {
      node.withholdUntilMs = 0;
      if (this.#isAbsent(node.id)) node.up = false;
      else if (!node.up) this.#start(node);
    }
    this.#note(() => 'all are connected');
    const lookAgain = (): void => {
      this.#ended = isAtRest(this);
      if (this.#ended) {
        checkEnd(this);
        return;
      }
      if (this.nowMs > this.scenario.finaleAtMs + PATIENCE_MS) {
        checkEnd(this);
        throw new Broken('wedge', `not at rest ${PATIENCE_MS / 1000} s after all were connected`);
      }
      this.#queue.add(this.nowMs + LOOK_MS, lookAgain);
    };
    this.#queue.add(this.nowMs + LOOK_MS, lookAgain);
  }

  #happen(event: SimEvent): void {
    this.#note(() => `(${eventInWords(event)})`);
    switch (event.do) {
      case 'split':
        this.#network.split(event.groups);
        return;
      case 'heal':
        this.#network.heal();
        return;
      case 'cut':
        this.#network.cut(event.from, event.to, this.nowMs + event.forMs);
        return;
      case 'weather':
        this.#network.setWeather(event);
        return;
      case 'join':
        if (!this.nodes.has(event.who))
          this.#add(event.who, this.#homeOf(event.who, this.#entries.slice(0, 1)));
        return;
    }
    const node = this.nodes.get(event.who);
    if (node) this.#befall(node, event);
  }

  #befall(
    node: SimNode,
    event: Exclude<SimEvent, { do: 'split' | 'heal' | 'cut' | 'weather' | 'join' }>,
  ): void {
    switch (event.do) {
      case 'propose':
      case 'vote':
      case 'close':
      case 'withdraw':
      case 'reopen':
      case 'endorse':
      case 'transfer':
        node.wishes.push({ event: event satisfies WishEvent, done: false });
        this.#poke(node);
        return;
      case 'crash':
        this.counts.crashes += 1;
        if (node.up) this.#stop(node, event.forMs);
        return;
      case 'crash-at-write':
        this.#crashes.set(node.id, [...(this.#crashes.get(node.id) ?? []), { ...event }]);
        return;
      case 'clock':
        this.counts['clock steps of hours'] += 1;
        node.clockStepMs += event.byMs;
        this.#poke(node);
        return;
      case 'backup':
        this.#backups.set(node.id, copyHome(node.home));
        return;
      case 'restore':
        this.#restore(node, event.override);
        return;
      case 'twin':
        if (this.nodes.has(`${node.id}*`)) return;
        this.#poke(this.#add(`${node.id}*`, copyHome(node.home)));
        return;
      case 'old-home': {
        const home = this.#lostHomes.get(node.id);
        if (!home || this.nodes.has(`${node.id}**`)) return;
        this.#poke(this.#add(`${node.id}**`, copyHome(home)));
        return;
      }
      case 'withhold':
        node.withholdUntilMs = this.nowMs + event.forMs;
        return;
      case 'omit':
        node.habits.omits.add(scid(event.victim));
        return;
      case 'far':
        node.habits.far = event.rounds;
        return;
      case 'mute':
        node.habits.mute = true;
        return;
    }
    if (!node.up || node.home.restore) return;
    try {
      if (event.do === 'stale-open') writeStaleOpen(node, event.key);
      else if (event.do === 'overdraw')
        node.write('transfer', { to: scid(event.whom), amount: event.amount });
      else this.#forge(node, event);
    } catch (thrown) {
      if (!(thrown instanceof Crashed)) throw thrown;
    }
  }

  #forge(node: SimNode, { what, salt, toOne }: Extract<SimEvent, { do: 'mischief' }>): void {
    const random = new Random(this.scenario.seed, salt, what);
    const entries = forge(node, what, random, this.cell);
    if (entries.length === 0) return;
    if (what === 'spread' || toOne) this.counts['branches spread'] += 1;
    this.#note(
      () =>
        `${node.id} forges ${entries.map(({ entry }) => `${entry.kind} ${entry.gen}/${entry.seq}`).join(', ')}`,
    );
    node.receive(entries);
    const others = [...this.nodes.values()].filter((other) => other !== node);
    const audience =
      what === 'spread' || toOne
        ? random.some(others, 1)
        : random.some(others, 1 + random.int(others.length));
    for (const to of audience) this.#delivery.show(node, to, entries);
  }

  #restore(node: SimNode, override: boolean): void {
    const backup = this.#backups.get(node.id);
    if (!backup) return;
    this.#lostHomes.set(node.id, node.home);
    if (override) this.counts.overridden += 1;
    node.home = { ...copyHome(backup), restore: { override, answered: new Set() } };
    this.witness.forget(node.id);
    node.up = false;
    this.#start(node);
  }

  #note(line: () => string): void {
    this.#trace?.push(`${String(Math.round(this.nowMs)).padStart(7)} ms  ${line()}`);
  }
}

/** One run; `traced` also tells it line by line. */
export function run(scenario: Scenario, switches: Switches = AS_IT_IS, traced = false): Outcome {
  return new World(scenario, switches, traced).run();
}
