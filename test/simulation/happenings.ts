/** What the events of a scenario do to the cell. */
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import type { Counts } from './counts.ts';
import type { Crashes } from './crashes.ts';
import type { Delivery } from './delivery.ts';
import { writeEarlyEnd } from './early-end.ts';
import { foreignRow, junk } from './foreign-rows.ts';
import { copyHome, type Home, Marker } from './home.ts';
import { forge } from './mischief.ts';
import type { Network } from './network.ts';
import type { WishEvent } from './operator.ts';
import { scid } from './people.ts';
import { Random } from './random.ts';
import { isThief, type Scenario, type SimEvent } from './scenario.ts';
import type { SimNode } from './sim-node.ts';
import { writeStaleOpen } from './stale-open.ts';
import { Crashed } from './surroundings.ts';
import type { Witness } from './witness.ts';
import { writeWorstOpen } from './worst-open.ts';

/** How a node is run. */
export interface Manner {
  /** In a program that looks out for no other copy. */
  readonly isHeedless?: boolean | undefined;
  /** It writes nothing by itself. */
  readonly isIdle?: boolean;
}

/** Where it happens. */
export interface Stage {
  readonly scenario: Scenario;
  readonly cell: string;
  readonly counts: Counts;
  readonly witness: Witness;
  readonly nodes: ReadonlyMap<string, SimNode>;
  readonly network: Network;
  readonly delivery: Delivery;
  readonly crashes: Crashes;
  readonly nowMs: number;
  add(id: string, home: Home, marker: Marker, as?: Manner): SimNode;
  /** A machine that holds the founding only, of the member whose name it has. */
  addEmpty(id: string): SimNode;
  /** It does not start any more, until it is found. */
  lose(node: SimNode): void;
  find(node: SimNode): void;
  /** Somebody who holds the founding only. */
  enter(name: string): void;
  poke(node: SimNode, run?: () => void): void;
  start(node: SimNode): void;
  stop(node: SimNode, forMs: number): void;
  note(line: () => string): void;
}

type NodeEvent = Exclude<SimEvent, { do: 'split' | 'heal' | 'cut' | 'weather' | 'join' }>;

interface LostHome {
  readonly home: Home;
  readonly marker: Marker;
}

export class Happenings {
  readonly #stage: Stage;
  readonly #backups = new Map<string, Home>();
  /** With what was marked beside them. */
  readonly #lostHomes = new Map<string, LostHome>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  happen(event: SimEvent): void {
    const { network, nodes, nowMs } = this.#stage;
    switch (event.do) {
      case 'split':
        network.split(event.groups);
        return;
      case 'heal':
        network.heal();
        return;
      case 'cut':
        network.cut(event.from, event.to, nowMs + event.forMs);
        return;
      case 'weather':
        network.setWeather(event);
        return;
      case 'join':
        this.#stage.enter(event.who);
        return;
    }
    const node = nodes.get(event.who);
    if (node) this.#befall(node, event);
  }

  #befall(node: SimNode, event: NodeEvent): void {
    const { counts, crashes, nodes } = this.#stage;
    switch (event.do) {
      case 'draft':
      case 'propose':
      case 'vote':
      case 'close':
      case 'withdraw':
      case 'support':
      case 'crowd':
      case 'reopen':
      case 'follow':
      case 'endorse':
      case 'transfer':
      case 'rekey':
      case 'let-back':
      case 'vouch':
        node.wishes.push({ event: event satisfies WishEvent, done: false });
        this.#stage.poke(node);
        return;
      case 'crash':
        counts.crashes += 1;
        if (node.up) this.#stage.stop(node, event.forMs);
        return;
      case 'crash-at-write':
        crashes.plan(node.id, event);
        return;
      case 'clock':
        counts['clock steps of hours'] += 1;
        node.clockStepMs += event.byMs;
        this.#stage.poke(node);
        return;
      case 'backup':
        this.#backups.set(node.id, copyHome(node.home));
        return;
      case 'restore':
        this.#restore(node, event);
        return;
      case 'twin':
        if (!nodes.has(`${node.id}*`))
          this.#stage.poke(this.#stage.add(`${node.id}*`, copyHome(node.home), new Marker()));
        return;
      case 'old-home': {
        const lost = this.#lostHomes.get(node.id);
        if (lost && !nodes.has(`${node.id}**`))
          this.#stage.poke(
            this.#stage.add(`${node.id}**`, lost.home, lost.marker, { isHeedless: event.heedless }),
          );
        return;
      }
      case 'steal':
        this.#steal(node, event);
        return;
      case 'leak': {
        const thief = nodes.get(`${node.id}!`) ?? this.#stage.addEmpty(`${node.id}!`);
        thief.papers.push(...node.papers);
        counts['words known to thieves'] += 1;
        return;
      }
      case 'lose':
        counts['machines lost'] += 1;
        this.#stage.lose(node);
        return;
      case 'found':
        this.#stage.find(node);
        return;
      case 'machine':
        if (!nodes.has(`${node.id}+`)) this.#stage.poke(this.#stage.addEmpty(`${node.id}+`));
        return;
      case 'withhold':
        node.withholdUntilMs = this.#stage.nowMs + event.forMs;
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
    if (!node.up || (node.isBarred && !isThief(node.id))) return;
    try {
      this.#misbehave(node, event);
    } catch (thrown) {
      if (!(thrown instanceof Crashed)) throw thrown;
    }
  }

  #misbehave(
    node: SimNode,
    event: Extract<
      NodeEvent,
      { do: 'early-end' | 'stale-open' | 'worst-open' | 'overdraw' | 'foreign' | 'flood' | 'mischief' }
    >,
  ): void {
    const { cell } = this.#stage;
    switch (event.do) {
      case 'stale-open':
        writeStaleOpen(node, event.key);
        return;
      case 'early-end':
        writeEarlyEnd(node, event, this.#stage.counts);
        return;
      case 'worst-open':
        writeWorstOpen(node, event, this.#stage.counts);
        return;
      case 'overdraw':
        node.write('transfer', { to: scid(event.whom), amount: event.amount });
        return;
      case 'foreign':
        this.#sendToSome(node, [foreignRow(node, event, cell)], event.salt);
        return;
      case 'flood':
        this.#sendToSome(node, junk(node, event, cell), event.salt);
        return;
      case 'mischief':
        this.#forge(node, event);
        return;
    }
  }

  #steal(node: SimNode, { unlocked, runs }: Extract<SimEvent, { do: 'steal' }>): void {
    const { counts, nodes } = this.#stage;
    if (nodes.has(`${node.id}!`)) return;
    counts[unlocked ? 'homes copied with keys' : 'homes copied without keys'] += 1;
    const home = copyHome(node.home);
    if (!unlocked) home.keys.clear();
    this.#stage.poke(this.#stage.add(`${node.id}!`, home, new Marker(), { isIdle: !runs }));
  }

  #forge(node: SimNode, { what, salt, toOne }: Extract<SimEvent, { do: 'mischief' }>): void {
    const { scenario, cell, counts, delivery } = this.#stage;
    const random = new Random(scenario.seed, salt, what);
    const entries = forge(node, what, random, cell);
    if (entries.length === 0) return;
    if (what === 'branches') {
      this.#sendOneEach(node, entries);
      return;
    }
    if (this.#stage.nowMs > scenario.finaleAtMs) counts['branches in the finale'] += 1;
    if (what === 'spread' || toOne) counts['branches spread'] += 1;
    this.#stage.note(
      () =>
        `${node.id} forges ${entries.map(({ entry }) => `${entry.kind} ${entry.gen}/${entry.seq}`).join(', ')}`,
    );
    node.receive(entries, node);
    const others = this.#others(node);
    const audience =
      what === 'spread' || toOne
        ? random.some(others, 1)
        : random.some(others, 1 + random.int(others.length));
    for (const to of audience) delivery.show(node, to, entries);
  }

  #sendToSome(node: SimNode, entries: readonly HashedEntry[], salt: number): void {
    const { scenario, delivery } = this.#stage;
    const random = new Random(scenario.seed, salt, 'audience');
    const others = this.#others(node);
    for (const to of random.some(others, 1 + random.int(others.length))) delivery.show(node, to, entries);
  }

  #sendOneEach(node: SimNode, entries: readonly HashedEntry[]): void {
    const others = this.#others(node);
    entries.forEach((entry, at) => {
      const to = others[at % others.length];
      if (to) this.#stage.delivery.show(node, to, [entry]);
    });
  }

  #others(node: SimNode): SimNode[] {
    return [...this.#stage.nodes.values()].filter((other) => other !== node);
  }

  #restore(node: SimNode, { override, elsewhere }: Extract<SimEvent, { do: 'restore' }>): void {
    const { counts, witness } = this.#stage;
    const backup = this.#backups.get(node.id);
    if (!backup) return;
    if (this.#lostHomes.has(node.id)) counts['restored again'] += 1;
    const { home, marker } = node;
    this.#lostHomes.set(node.id, { home, marker });
    node.home = copyHome(backup);
    if (elsewhere) node.marker = new Marker();
    witness.forget(node.id);
    node.up = false;
    this.#stage.start(node);
    if (!override || !node.up || (node.isGuarded && !node.isBarred)) return;
    counts.overridden += 1;
    this.#stage.poke(node, () => node.overrides());
  }
}
