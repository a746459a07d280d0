import { Random } from '../random.ts';
import { ether } from './ether.ts';
import { MailCell } from './mail-cell.ts';
import { type Looked, unsettled, type Written, wrongNow } from './mail-checks.ts';
import { MailNode } from './mail-node.ts';
import { type MailCounts, type MailOutcome, NO_COUNTS } from './mail-outcome.ts';
import type { MailEvent, MailScenario } from './mail-scenario.ts';
import { Killed } from './mail-store.ts';
import { quiet } from './quiet.ts';
import { WorldClock } from './world-clock.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];

/** Rounds in which nothing came nearer its end: no more follow. */
const IDLE_ROUNDS = 3;

export interface WorldOptions {
  readonly folder: string;
  readonly template: string;
  readonly trace?: (line: string) => void;
  /** Called when nothing is left to do, and everybody is still there. */
  readonly afterwards?: (world: MailWorld) => Promise<void>;
}

class Broken extends Error {}

/** Runs one schedule on real queues, inboxes and networks, and looks after every event whether something broke. */
export class MailWorld {
  readonly clock = new WorldClock();
  readonly nodes: readonly MailNode[];
  readonly counts: MailCounts = { ...NO_COUNTS };
  readonly #scenario: MailScenario;
  readonly #options: WorldOptions;
  readonly #written = new Map<number, Written>();
  readonly #lostByRestore = new Set<string>();
  readonly #restored = new Set<string>();
  readonly #removed = new Set<MailNode>();
  /** What was on machines that are lost. */
  readonly #lost: { readonly node: MailNode; readonly text: string }[] = [];

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
          shareMib: scenario.shareMib,
          carries: scenario.isCarried,
          habits: scenario.hostile[index] ?? [],
          isHonest: (did) => this.#isHonest(did),
          onLearnt: (learner) => this.#learnt(learner),
        }),
    );
  }

  async run(): Promise<MailOutcome> {
    let broken: string | null = null;
    try {
      for (const node of this.nodes) await this.#settled(node.start());
      for (const [at, event] of this.#scenario.events.entries()) {
        this.#tell(`${String(at).padStart(3)} ${JSON.stringify(event)}`);
        await this.#happens(event, new Random('event', this.#scenario.seed, JSON.stringify(event)));
        this.#look();
      }
      await this.#finale();
      this.#count();
      await this.#options.afterwards?.(this);
    } catch (error) {
      // Whatever else is thrown is a finding, too, and to be seen again by its seed.
      broken = error instanceof Broken ? error.message : String((error as Error).stack);
    } finally {
      for (const node of this.nodes) node.kill();
      await quiet();
      for (const node of this.nodes) node.disk.close();
      this.clock.restore();
    }
    const traffic = new Map(ether.traffic);
    ether.reset();
    return { broken, counts: this.counts, traffic };
  }

  /** Two meet, and part when they have nothing more to say. */
  async meet(a: number, b: number): Promise<void> {
    const random = new Random('meeting', this.#scenario.seed, a, b);
    this.#join(a, b);
    await this.#pass(75_000, random);
    ether.part(this.#node(a).address, this.#node(b).address);
    await quiet();
  }

  partAll(): void {
    for (const [a, b] of this.#scenario.edges) ether.part(this.#node(a).address, this.#node(b).address);
  }

  /** Of all that was written, sealed and signed. */
  get envelopeBytes(): number {
    return this.nodes.reduce((sum, { disk }) => sum + disk.envelopeBytes(), 0);
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
        this.counts.kills += 1;
        break;
      case 'doom':
        this.#node(event.who).dieAfter(event.commits);
        this.counts.kills += 1;
        break;
      case 'backup':
        this.#node(event.who).backUp();
        break;
      case 'restore':
        this.#restore(this.#node(event.who));
        break;
      case 'change':
        this.#node(event.who).changeKeys(false);
        this.counts.changes += 1;
        break;
      case 'lose':
        this.#lose(this.#node(event.who));
        break;
      case 'remove':
        this.#node(event.by).cell.decide({ removed: this.#node(event.who).name });
        this.#node(event.who).kill();
        this.#removed.add(this.#node(event.who));
        break;
      case 'start':
        if (this.#removed.has(this.#node(event.who))) break;
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
      this.#advance(stepMs);
      leftMs -= stepMs;
      await quiet();
    }
  }

  /** Whoever dies runs nothing more; its timers that are due at the very same time run here all the same. */
  #advance(ms: number): void {
    const up = this.nodes.filter(({ isUp }) => isUp);
    try {
      this.clock.advance(ms);
    } catch (error) {
      const isOfTheDead =
        error instanceof TypeError && error.message === 'The database connection is not open';
      if (!isOfTheDead || up.every(({ isUp }) => isUp)) throw error;
    }
  }

  #write({ id, from, to, ttlMs, bytes }: Extract<MailEvent, { kind: 'write' }>): void {
    const node = this.#node(from);
    if (!node.isUp) return;
    const text = `message ${id} of ${node.name} `.padEnd(bytes, '.').trim();
    const others = this.nodes.filter((other) => other !== node).map(({ name }) => name);
    const recipient = to === null ? 'broadcast' : this.#node(to).name;
    const message = {
      text,
      uuid: null,
      from: node.name,
      to: to === null ? others : [recipient],
      expiresAtMs: this.clock.now() + ttlMs,
      isCancelled: false,
    };
    this.#written.set(id, message);
    this.counts.messages += 1;
    try {
      const { queue } = node.life;
      const number = queue.enqueue(recipient, text, { ttlMs });
      this.#written.set(id, { ...message, uuid: queue.get(number)?.id ?? null });
    } catch (error) {
      if (!(error instanceof Killed) && node.isUp) throw error;
    }
  }

  #cancel(id: number): void {
    const message = this.#written.get(id);
    const node = this.nodes.find(({ name }) => name === message?.from);
    if (message === undefined || message.uuid === null || node === undefined || !node.isUp) return;
    try {
      const { queue } = node.life;
      if (queue.get(message.uuid) === null) return;
      message.isCancelled = true;
      queue.cancel(message.uuid);
    } catch (error) {
      this.#tell(`    not cancelled: ${String(error)}`);
    }
  }

  /** Whoever was restored knows nothing of what came after its backup. */
  #restore(node: MailNode): void {
    const before = node.disk.read().texts;
    if (!node.restore()) return;
    const after = new Set(node.disk.read().texts);
    for (const text of before) if (!after.has(text)) this.#lostByRestore.add(`${node.name} ${text}`);
    this.#restored.add(node.name);
    this.counts.restores += 1;
  }

  /** What its sender takes for delivered by then is gone; the rest must come again, to the new machine. */
  #lose(node: MailNode): void {
    for (const text of node.disk.read().texts) this.#lost.push({ node, text });
    for (const { name } of this.nodes) this.#learnt(name, node);
    node.changeKeys(true);
    this.#restored.add(node.name);
    this.counts.changes += 1;
  }

  /** What somebody took for delivered before it knew of a loss, it did by the rules. */
  #learnt(name: string, loser: MailNode | null = null): void {
    if (this.#lost.length === 0) return;
    const { fates } = (this.nodes.find((node) => node.name === name) as MailNode).disk.read();
    for (const { node, text } of this.#lost) {
      if (loser !== null && loser !== node) continue;
      const isDelivered = fates
        .get(text)
        ?.some(({ did, state }) => did === node.did && state === 'delivered');
      if (isDelivered) this.#lostByRestore.add(`${node.name} ${text}`);
    }
  }

  /** Whoever has not heard of a loss may take what the lost machine answered for an answer. */
  #knowsKeys(name: string, of: string): boolean {
    const [known, there] = [name, of].map(
      (one) => this.nodes.find((node) => node.name === one)?.cell.versions(of).length,
    );
    return known === there;
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
    const { edges, seed, isBus, isCarried, members } = this.#scenario;
    const random = new Random('finale', seed);
    // Along a chain of all, there and back, and once more for what was under way when it began.
    const rounds = isCarried ? 2 * members + 2 : 3;
    let before = '';
    let idle = 0;
    for (let round = 0; round < rounds && idle < IDLE_ROUNDS; round += 1) {
      const away = this.nodes.filter((node) => !node.isUp && !this.#removed.has(node));
      for (const node of away) await this.#settled(node.start());
      // Once a connection only does anybody compare, and what had no room is offered again on the next one.
      this.partAll();
      await quiet();
      for (const [a, b] of random.shuffled(edges)) {
        if (isBus) await this.meet(a, b);
        else this.#join(a, b);
      }
      if (!isBus) await this.#pass(130_000, random);
      this.#look();
      const left = unsettled(this.#looked()).join();
      if (left === '') return;
      idle = left === before ? idle + 1 : 0;
      before = left;
    }
    throw new Broken(`Not settled at the end:\n${unsettled(this.#looked()).join('\n')}`);
  }

  #look(): void {
    const wrong = wrongNow(this.#looked());
    if (wrong !== null) throw new Broken(wrong);
    const [problem] = this.nodes.flatMap((node) => node.problems.map((one) => `${node.name}: ${one}`));
    if (problem !== undefined) throw new Broken(problem);
  }

  #looked(): Looked {
    return {
      disks: new Map(this.nodes.map(({ name, disk }) => [name, disk.read()])),
      written: [...this.#written.values()],
      nameOf: (did) => this.nodes.find((node) => node.did === did)?.name ?? did,
      isHonest: (name) => this.#isHonest(name),
      isMember: (name) => [...this.#removed].every((node) => node.name !== name),
      lostByRestore: (name, text, sender) =>
        this.#lostByRestore.has(`${name} ${text}`) || !this.#knowsKeys(sender, name),
      wasRestored: (name) => this.#restored.has(name),
      nowMs: this.clock.now(),
    };
  }

  #isHonest(nameOrDid: string): boolean {
    return this.nodes.find(({ name, did }) => name === nameOrDid || did === nameOrDid)?.isHonest === true;
  }

  #count(): void {
    const { disks, written, nameOf } = this.#looked();
    const meets = new Set(
      this.#scenario.edges.flatMap(([a, b]) => {
        const [one, other] = [this.#node(a).name, this.#node(b).name];
        return [`${one} ${other}`, `${other} ${one}`];
      }),
    );
    for (const { from, text, isCancelled } of written) {
      for (const { did, state } of disks.get(from)?.fates.get(text) ?? []) {
        if (state === 'delivered' && !meets.has(`${from} ${nameOf(did)}`)) this.counts.carried += 1;
        if (state === 'delivered' && isCancelled) this.counts.arrivedAllTheSame += 1;
        if (state === 'expired') this.counts.expired += 1;
      }
    }
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
