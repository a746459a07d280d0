import { copyFileSync } from 'node:fs';
import { DeliveryLoop } from '../../../electron/node/messaging/delivery-loop.ts';
import type { Directory } from '../../../electron/node/messaging/directory.ts';
import { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { ReplayPurger } from '../../../electron/node/messaging/replay-purger.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { memoryCell } from '../../support/memory-log.ts';
import { Random } from '../random.ts';
import { ether } from './ether.ts';
import { CELL, didOf, keyOf, type MailCell } from './mail-cell.ts';
import { MortalStore } from './mail-store.ts';
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
}

/** What lives from a start to a kill. */
interface Life {
  readonly store: MortalStore;
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly daemon: Libp2pDaemon;
  readonly loop: DeliveryLoop;
  readonly purger: ReplayPurger;
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

  constructor(options: MailNodeOptions) {
    this.#options = options;
    this.cell = options.cell;
    this.name = options.cell.self;
    this.did = didOf(this.name);
    this.address = `/ip4/127.0.0.1/tcp/${options.port}`;
    this.#path = `${options.folder}/${this.name}.db`;
    copyFileSync(options.template, this.#path);
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
    const { clock, seed } = this.#options;
    const random = bytesOf(new Random('node', seed, this.name, this.#lives++));
    this.cell.reopen();
    const store = new MortalStore(this.#path, () => this.kill());
    const directory: Directory = this.cell.directory();
    const identity = keyOf(this.name);
    const shared = { store, identity, directory, clock: clock.now, random, cell: CELL };
    const queue = new MessageQueue(this.name, shared);
    const inbox = new Inbox(this.name, shared);
    const purger = new ReplayPurger(inbox, (failure) => this.problems.push(failure.message));
    const daemon = new Libp2pDaemon({
      identity,
      directory,
      receive: (frames) => inbox.receiveAll(frames),
      listen: [this.address],
      clock: clock.now,
      uptime: clock.now,
      random,
      timing: { pingMs: 20_000 },
      observe: (event) => {
        if (event.type === 'cut-off') this.problems.push(`cut off ${event.did}`);
      },
    });
    const loop = new DeliveryLoop({ queue, daemon, clock: clock.now });
    this.#life = { store, queue, inbox, daemon, loop, purger };
    this.cell.log.onNews(() => this.#followMembers());
    this.#followMembers();
    purger.start();
    await daemon.attachCell(memoryCell(this.cell.log));
    await daemon.start();
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

  /** Nothing is said to anybody, and nothing more is written. */
  kill(): void {
    const life = this.#life;
    if (life === null) return;
    this.#life = null;
    life.store.die();
    ether.kill(this.address);
    // What is left of it in this process must not go on by itself; with its store gone it can change nothing.
    life.purger.stop();
    void life.loop.stop().catch(() => undefined);
    void life.daemon.stop().catch(() => undefined);
    void life.queue.close().catch(() => undefined);
  }

  #followMembers(): void {
    const life = this.#life;
    if (life === null) return;
    const { queue, daemon } = life;
    queue.endFor((did) => this.cell.directory().resolve(did) !== null, 'left');
    for (const name of this.cell.founders) {
      if (name !== this.name && !this.cell.isMember(name)) void daemon.partFrom(didOf(name));
    }
  }
}

function bytesOf(random: Random): (count: number) => Uint8Array {
  return (count) => Uint8Array.from({ length: count }, () => random.int(256));
}
