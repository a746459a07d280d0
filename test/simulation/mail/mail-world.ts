import { Random } from '../random.ts';
import { ether } from './ether.ts';
import { MailCell } from './mail-cell.ts';
import { MailNode } from './mail-node.ts';
import type { MailEvent, MailScenario } from './mail-scenario.ts';
import { Killed } from './mail-store.ts';
import { DiskReader, type OnDisk } from './on-disk.ts';
import { quiet } from './quiet.ts';
import { WorldClock } from './world-clock.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
const WEEK_MS = 7 * 24 * 3_600_000;

interface Written {
  readonly id: number;
  readonly text: string;
  readonly number: number | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly expiresAtMs: number;
  isCancelled: boolean;
}

export interface WorldOptions {
  readonly folder: string;
  readonly template: string;
  readonly isCarried: boolean;
  readonly trace?: (line: string) => void;
}

export interface MailOutcome {
  /** What broke, in words; null if everything held. */
  readonly broken: string | null;
  readonly messages: number;
  readonly kills: number;
  readonly traffic: ReadonlyMap<string, { readonly bytes: number; readonly streams: number }>;
}

class Broken extends Error {}

/** Runs one schedule on real queues, inboxes and networks, and looks after every event whether something broke. */
export class MailWorld {
  readonly clock = new WorldClock();
  readonly nodes: readonly MailNode[];
  readonly #scenario: MailScenario;
  readonly #options: WorldOptions;
  readonly #written = new Map<number, Written>();
  readonly #readers: readonly { readonly name: string; readonly reader: DiskReader }[];
  #kills = 0;

  constructor(scenario: MailScenario, options: WorldOptions) {
    this.#scenario = scenario;
    this.#options = options;
    ether.reset();
    const names = NAMES.slice(0, scenario.members);
    this.nodes = names.map(
      (name, index) =>
        new MailNode({
          cell: new MailCell(name, names),
          folder: options.folder,
          template: options.template,
          port: 4_001 + index,
          clock: this.clock,
          seed: scenario.seed,
        }),
    );
    this.#readers = names.map((name) => ({ name, reader: new DiskReader(`${options.folder}/${name}.db`) }));
  }

  async run(): Promise<MailOutcome> {
    let broken: string | null = null;
    try {
      for (const node of this.nodes) await this.#settled(node.start());
      for (const [at, event] of this.#scenario.events.entries()) {
        this.#tell(`${String(at).padStart(3)} ${JSON.stringify(event)}`);
        await this.#happens(event, new Random('event', this.#scenario.seed, at));
        this.#look();
      }
      await this.#finale();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      broken = error.message;
    } finally {
      for (const node of this.nodes) node.kill();
      await quiet();
      for (const { reader } of this.#readers) reader.close();
      this.clock.restore();
    }
    const traffic = new Map(ether.traffic);
    ether.reset();
    return { broken, messages: this.#written.size, kills: this.#kills, traffic };
  }

  async #happens(event: MailEvent, random: Random): Promise<void> {
    switch (event.kind) {
      case 'write':
        this.#write(event);
        break;
      case 'cancel':
        this.#cancel(event.id);
        break;
      case 'join':
        this.#join(event.a, event.b);
        break;
      case 'part':
        ether.part(this.#node(event.a).address, this.#node(event.b).address);
        break;
      case 'cut':
        ether.cutOne(random);
        await quiet();
        this.#dial();
        break;
      case 'run':
        await this.#pass(event.ms, random);
        break;
      case 'stir':
        await quiet();
        for (let moves = 0; moves < event.moves; moves += 1) {
          ether.move(random);
          await quiet();
        }
        break;
      case 'leap':
        this.clock.leap(event.ms);
        break;
      case 'kill':
        this.#node(event.who).kill();
        this.#kills += 1;
        break;
      case 'doom':
        this.#node(event.who).dieAfter(event.commits);
        this.#kills += 1;
        break;
      case 'start':
        await this.#settled(this.#node(event.who).start());
        this.#dial();
        break;
    }
    await quiet();
  }

  /** Lets time pass while what is under way moves, in an order of chance. */
  async #pass(ms: number, random: Random): Promise<void> {
    await quiet();
    for (let leftMs = ms; leftMs > 0; ) {
      for (let moves = 0; ether.isMoving && moves < 400; moves += 1) {
        ether.move(random);
        await quiet();
      }
      const stepMs = Math.min(leftMs, 1_000);
      this.clock.advance(stepMs);
      leftMs -= stepMs;
      await quiet();
    }
  }

  #write({ id, from, to, ttlMs }: Extract<MailEvent, { kind: 'write' }>): void {
    const node = this.#node(from);
    if (!node.isUp) return;
    const text = `message ${id} of ${node.name}`;
    const others = this.nodes.filter((other) => other !== node).map(({ name }) => name);
    const recipient = to === null ? 'broadcast' : this.#node(to).name;
    const message = {
      id,
      text,
      from: node.name,
      to: to === null ? others : [recipient],
      expiresAtMs: this.clock.now() + ttlMs,
      isCancelled: false,
    };
    try {
      this.#written.set(id, { ...message, number: node.life.queue.enqueue(recipient, text, { ttlMs }) });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#written.set(id, { ...message, number: null });
    }
  }

  #cancel(id: number): void {
    const message = this.#written.get(id);
    const node = this.nodes.find(({ name }) => name === message?.from);
    if (message === undefined || message.number === null || node === undefined || !node.isUp) return;
    const before = node.life.queue.get(message.number)?.state;
    if (before !== 'queued' && before !== 'relayed') return;
    message.isCancelled = true;
    try {
      node.life.queue.cancel(message.number);
    } catch (error) {
      if (!(error instanceof Killed)) this.#tell(`    not cancelled: ${String(error)}`);
    }
  }

  #join(a: number, b: number): void {
    ether.join(this.#node(a).address, this.#node(b).address);
    this.#node(a).meet(this.#node(b));
  }

  /** Everybody dials those whom it can reach. */
  #dial(): void {
    for (const [a, b] of this.#scenario.edges) this.#node(a).meet(this.#node(b));
  }

  /** Everybody is there again, on the ways that there are; after a while nothing must be left to do. */
  async #finale(): Promise<void> {
    const { edges, seed, isBus, members } = this.#scenario;
    const random = new Random('finale', seed);
    for (const [a, b] of edges) ether.part(this.#node(a).address, this.#node(b).address);
    // Along a chain of all, there and back, and once more for what was under way when it began.
    const rounds = this.#options.isCarried ? 2 * members : 3;
    for (let round = 0; round < rounds; round += 1) {
      for (const node of this.nodes) if (!node.isUp) await this.#settled(node.start());
      for (const [a, b] of random.shuffled(edges)) {
        this.#join(a, b);
        if (!isBus) continue;
        await this.#pass(75_000, random);
        ether.part(this.#node(a).address, this.#node(b).address);
        await quiet();
      }
      if (!isBus) await this.#pass(130_000, random);
      this.#look();
      if (this.#unsettled().length === 0) return;
    }
    throw new Broken(`Not settled at the end:\n${this.#unsettled().join('\n')}`);
  }

  /** What must not be, whatever happens. */
  #look(): void {
    const disks = this.#disks();
    for (const [name, { texts }] of disks) {
      const doubled = texts.find((text, at) => texts.indexOf(text) !== at);
      if (doubled !== undefined) throw new Broken(`${name} has "${doubled}" twice.`);
    }
    for (const { text, from, to } of this.#written.values()) {
      for (const [name, { texts }] of disks)
        if (texts.includes(text) && !to.includes(name)) throw new Broken(`${name} has "${text}".`);
      for (const { did, state } of disks.get(from)?.fates.get(text) ?? []) {
        const name = this.nodes.find((node) => node.did === did)?.name ?? did;
        if (state === 'delivered' && disks.get(name)?.texts.includes(text) !== true)
          throw new Broken(`"${text}" is called delivered to ${name}, who has it not.`);
      }
    }
    const [problem] = this.nodes.flatMap((node) => node.problems.map((one) => `${node.name}: ${one}`));
    if (problem !== undefined) throw new Broken(problem);
  }

  /** What is left to do of what was written, in words. */
  #unsettled(): string[] {
    const nowMs = this.clock.now();
    const left: string[] = [];
    const disks = this.#disks();
    for (const { text, from, expiresAtMs, isCancelled, to } of this.#written.values()) {
      const states = disks.get(from)?.fates.get(text) ?? [];
      for (const { did, state } of states) {
        const name = this.nodes.find((node) => node.did === did)?.name ?? did;
        const mayEnd = isCancelled || expiresAtMs <= nowMs + WEEK_MS / 100;
        if (state === 'delivered' || (mayEnd && (state === 'cancelled' || state === 'expired'))) continue;
        left.push(`"${text}" for ${name} is ${state}`);
      }
      if (states.length !== 0 && states.length !== to.length)
        left.push(`"${text}" has ${states.length} parts`);
    }
    return left;
  }

  #disks(): ReadonlyMap<string, OnDisk> {
    return new Map(this.#readers.map(({ name, reader }) => [name, reader.read()]));
  }

  #node(at: number): MailNode {
    return this.nodes[at] as MailNode;
  }

  #tell(line: string): void {
    this.#options.trace?.(line);
  }

  /** Waits for something of the product that needs several turns, while nothing else happens. */
  async #settled(working: Promise<unknown>): Promise<void> {
    await working.catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await quiet();
  }
}
