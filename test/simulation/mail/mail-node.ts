import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inEnglish } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { Carrying } from '../../../electron/node/messaging/carrying/carrying.ts';
import { versionsIn } from '../../../electron/node/messaging/carrying/keys.ts';
import { AWAY_MS } from '../../../electron/node/messaging/carrying/limits.ts';
import type { CarryingOptions } from '../../../electron/node/messaging/carrying/luggage.ts';
import { DeliveryLoop } from '../../../electron/node/messaging/delivery-loop.ts';
import type { Directory } from '../../../electron/node/messaging/directory.ts';
import { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { ReplayPurger } from '../../../electron/node/messaging/replay-purger.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { memoryCell } from '../../support/memory-log.ts';
import { Random } from '../random.ts';
import { ether } from './ether.ts';
import { type Habit, HostileCarrier } from './hostile-carrier.ts';
import { CELL, didOf, keyOf, type MailCell } from './mail-cell.ts';
import { Killed, MortalStore } from './mail-store.ts';
import { DiskReader } from './on-disk.ts';
import type { WorldClock } from './world-clock.ts';

export interface MailNodeOptions {
  readonly cell: MailCell;
  /** A folder of this world. */
  readonly folder: string;
  /** A database as a new node has it. */
  readonly template: string;
  readonly port: number;
  readonly clock: WorldClock;
  readonly seed: number;
  readonly carries: boolean;
  readonly shareMib: number;
  /** What it does that it should not. */
  readonly habits: readonly Habit[];
  readonly isHonest: (did: string) => boolean;
  /** Called when it has heard something new of the cell, and has done nothing about it. */
  readonly onLearnt: (name: string) => void;
}

/** What lives from a start to a kill. */
interface Life {
  readonly store: MortalStore;
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly daemon: Libp2pDaemon;
  readonly loop: DeliveryLoop;
  readonly purger: ReplayPurger;
  /** Null where this world's members carry nothing for each other. */
  readonly carrying: Carrying | null;
}

/** A member's machine: what the product makes of a session, over a host in memory. Its disk outlives its process. */
export class MailNode {
  readonly name: string;
  readonly did: string;
  readonly cell: MailCell;
  readonly address: string;
  readonly problems: string[] = [];
  readonly #options: MailNodeOptions;
  readonly #path: string;
  #life: Life | null = null;
  #lives = 0;
  /** What it keeps that it should not. */
  readonly #kept = new Map<string, Uint8Array>();
  #backup: { readonly disk: Uint8Array } | null = null;
  readonly disk: DiskReader;

  constructor(options: MailNodeOptions) {
    this.#options = options;
    this.cell = options.cell;
    this.name = options.cell.self;
    this.did = didOf(this.name);
    this.address = `/ip4/127.0.0.1/tcp/${options.port}`;
    this.#path = `${options.folder}/${this.name}.db`;
    copyFileSync(options.template, this.#path);
    this.disk = new DiskReader(this.#path);
  }

  get isHonest(): boolean {
    return this.#options.habits.length === 0;
  }

  get isUp(): boolean {
    return this.#life !== null;
  }

  get life(): Life {
    if (this.#life === null) throw new Error(`${this.name} is down.`);
    return this.#life;
  }

  async start(): Promise<void> {
    if (this.#life !== null) return;
    const { clock, seed, habits } = this.#options;
    const chance = new Random('node', seed, this.name, this.#lives++);
    const random = bytesOf(chance);
    this.cell.reopen();
    const store = new MortalStore(this.#path, () => this.kill());
    const directory: Directory = this.cell.directory();
    const versions = this.cell.versions(this.name);
    const identity = keyOf(this.name, versions.length - 1);
    // What it had before a loss is lost.
    const kept = Math.max(0, versions.map(({ afterLoss }) => afterLoss).lastIndexOf(true));
    const former = versions.slice(kept, -1).map((_, at) => keyOf(this.name, kept + at).sealing);
    const formerSealing = () => former;
    const shared = { store, identity, directory, clock: clock.now, random, cell: CELL, formerSealing };
    const queue = new MessageQueue(this.name, shared);
    const inbox = new Inbox(this.name, shared);
    const purger = new ReplayPurger(inbox, (failure) => this.problems.push(failure.message));
    const carrying = this.#options.carries
      ? this.#carrying({ ...shared, key: identity }, queue, inbox)
      : null;
    const hostile = (inner: Carrying): HostileCarrier => {
      const author = { did: this.did, key: identity, cell: CELL };
      const nowS = (): number => Math.floor(clock.now() / 1000);
      const keyOf = (did: string): string =>
        encodeMultikey('ed25519', directory.resolve(did)?.signingKey ?? identity.publicKey);
      return new HostileCarrier(inner, habits, author, nowS, chance, this.#kept, keyOf);
    };
    const daemon = new Libp2pDaemon({
      identity: keyOf(this.name),
      directory: this.cell.transport(),
      receive: (frames) => inbox.receiveAll(frames),
      listen: [this.address],
      clock: clock.now,
      uptime: clock.now,
      random,
      timing: { pingMs: 20_000 },
      ...(carrying === null ? {} : { carrier: this.isHonest ? carrying : hostile(carrying) }),
      observe: (event) => {
        // Among honest members nobody is ever cut off.
        if (event.type === 'cut-off' && this.isHonest && this.#options.isHonest(event.did))
          this.problems.push(`cut off ${event.did}: ${inEnglish(event.reason)}`);
        if (event.type === 'connected') carrying?.connected(event.did);
        if (event.type === 'disconnected') carrying?.lost(event.did);
      },
    });
    const loop = new DeliveryLoop({ queue, daemon, clock: clock.now });
    this.#life = { store, queue, inbox, daemon, loop, purger, carrying };
    queue.subscribe(() => carrying?.messagesChanged());
    this.cell.log.onNews(() => {
      this.#options.onLearnt(this.name);
      this.#followMembers();
    });
    this.#followMembers();
    purger.start();
    await daemon.attachCell(memoryCell(this.cell.log));
    await daemon.start();
    carrying?.start();
    queue.sealAll();
    loop.start();
  }

  /** Knows where another one is, and dials it. */
  meet(other: MailNode): void {
    if (this.#life === null || !other.isUp) return;
    this.#life.daemon.setPeer({ did: other.did, address: other.address });
    void this.#life.daemon.tryNow(other.did);
  }

  /** Dies after so many more transactions, wherever it is then. */
  dieAfter(commits: number): void {
    this.#life?.store.dieAfter(commits);
  }

  /** Puts a copy of its disk away. */
  backUp(): void {
    this.#backup = { disk: this.disk.copy() };
  }

  /** Puts the copy in the place of its disk; false if there is none. */
  restore(): boolean {
    if (this.#backup === null) return false;
    this.kill();
    this.#putBack(this.#backup.disk);
    return true;
  }

  /**
   * It has other keys from now on: as when it changes them itself, or on a new machine because the old one is lost, with
   * nothing of what was on that.
   */
  changeKeys(isLost: boolean): void {
    this.kill();
    const version = this.cell.versions(this.name).length;
    this.cell.decide({ changed: this.name, version, atMs: this.#options.clock.now(), lost: isLost });
    this.#backup = null;
    if (isLost) this.#putBack(readFileSync(this.#options.template));
  }

  #putBack(disk: Uint8Array): void {
    this.disk.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.#path}${end}`, { force: true });
    writeFileSync(this.#path, disk);
    this.disk.reopen();
  }

  /** Nothing is said to anybody, and nothing more is written. */
  kill(): void {
    const life = this.#life;
    if (life === null) return;
    this.#life = null;
    life.store.die();
    ether.kill(this.address);
    // What is left of it in this process must not go on by itself; with its store gone it can change nothing.
    life.purger.stop();
    life.carrying?.stop();
    void life.loop.stop().catch(() => undefined);
    void life.daemon.stop().catch(() => undefined);
    void life.queue.close().catch(() => undefined);
  }

  #carrying(
    shared: Pick<CarryingOptions, 'store' | 'key' | 'directory' | 'clock'>,
    queue: MessageQueue,
    inbox: Inbox,
  ): Carrying {
    const { shareMib } = this.#options;
    return new Carrying({
      ...shared,
      cell: CELL,
      versions: versionsIn(shared.directory),
      endsBy: shared.clock,
      ends: {
        receive: async (envelopes) => (await inbox.receive(envelopes)).results,
        settle: (settled) => queue.carried.settle(settled),
        stepGiven: (message, carrierDid) => queue.carried.stepGiven(message, carrierDid),
        useless: (message, recipientDid) => queue.carried.useless(message, recipientDid),
        changed: (messages) => queue.carried.changed(messages),
      },
      choice: () => ({ carries: true, shareMib }),
      knowsMembers: () => true,
      freeBytes: () => Number.POSITIVE_INFINITY,
      awayMs: AWAY_MS,
      failed: (error) => {
        if (!(error instanceof Killed) && this.#life !== null) this.problems.push(String(error));
      },
    });
  }

  #followMembers(): void {
    const life = this.#life;
    if (life === null) return;
    const { queue, daemon } = life;
    life.carrying?.sweep();
    queue.followKeys();
    queue.endFor((did) => this.cell.directory().resolve(did) !== null, 'left');
    for (const name of this.cell.founders) {
      if (name !== this.name && !this.cell.isMember(name)) void daemon.partFrom(didOf(name));
    }
  }
}

function bytesOf(random: Random): (count: number) => Uint8Array {
  return (count) => Uint8Array.from({ length: count }, () => random.int(256));
}
