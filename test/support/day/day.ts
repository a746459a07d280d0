/** A day in a cell: members as processes, what they do, and what must hold after everything that they do. */

import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { messageReason } from '#shared/words/reasons/message-reason.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { allMessages } from '../../../electron/headless/commands/queue.ts';
import { snapshot } from '../hostile/quick-cell.ts';
import { pollUntil } from '../poll-until.ts';
import type { DayHome } from './day-home.ts';
import type { DayWindow } from './window.ts';

const SETTLE_MS = 60_000;
/** A node without a long history. */
const MEMORY_MAX_MIB = 450;

interface Sent {
  readonly from: DayHome;
  readonly to: readonly DayHome[];
  readonly text: string;
}

export interface Line {
  readonly act: string;
  readonly seconds: number;
  readonly receipts: number;
  readonly running: number;
  readonly mostMiB: number;
}

export class Day {
  readonly lines: Line[] = [];
  readonly #homes: readonly DayHome[];
  readonly #sent: Sent[] = [];
  readonly #gone = new Set<DayHome>();
  /** Of the first of the homes. */
  readonly #window: DayWindow;

  constructor(homes: readonly DayHome[], window: DayWindow) {
    this.#homes = homes;
    this.#window = window;
  }

  /** Those who are members and run. */
  get present(): DayHome[] {
    return this.#homes.filter((home) => home.isRunning && !home.isCut && !this.#gone.has(home));
  }

  left(home: DayHome): void {
    this.#gone.add(home);
  }

  came(home: DayHome): void {
    this.#gone.delete(home);
  }

  /** Its computer is gone, and with it what had come there. */
  lost(home: DayHome): void {
    this.#sent.forEach((sent, at) => {
      this.#sent[at] = { ...sent, to: sent.to.filter((one) => one !== home) };
    });
  }

  /** Does it, then looks at everything. What does not hold names the act. */
  async act(name: string, run: () => Promise<unknown>): Promise<void> {
    const startedMs = performance.now();
    try {
      await run();
      await this.#settled();
    } catch (cause) {
      throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    const [first] = this.present as [DayHome];
    this.lines.push({
      act: name,
      seconds: Math.round((performance.now() - startedMs) / 100) / 10,
      receipts: (await snapshot(first)).cell?.receipts ?? 0,
      running: this.present.length,
      mostMiB: Math.max(...this.present.map((home) => home.residentMiB())),
    });
  }

  /** A message, noted so that it is looked for until everybody who is to have it has it once. */
  async send(from: DayHome, to: readonly DayHome[] | 'everyone', text: string): Promise<void> {
    const members = this.#homes.filter((home) => home !== from && !this.#gone.has(home));
    if (from === this.#homes[0] && this.#window.isOpen) await this.#click(to, text);
    else if (to === 'everyone') await from.ask('messages.send', { to: 'broadcast', text });
    else for (const one of to) await from.ask('messages.send', { to: await didOf(from, one), text });
    this.#sent.push({ from, to: to === 'everyone' ? members : to, text });
  }

  async #click(to: readonly DayHome[] | 'everyone', text: string): Promise<void> {
    for (const name of to === 'everyone' ? ['Everyone'] : to.map((home) => home.name))
      await this.#window.send(name, text);
  }

  /** What the window shows is what its node holds. */
  async #windowAgrees(): Promise<void> {
    if (!this.#window.isOpen) return;
    await pollUntil(
      () => this.#window.disagreements(),
      (found) => found.length === 0,
      SETTLE_MS,
    );
    const [complaint] = this.#window.complaints;
    if (complaint) throw new Error(`the window complains: ${complaint}`);
  }

  /** The commands print what the nodes hold: once, as each is a process. */
  async commandsAgree(): Promise<void> {
    for (const home of this.present) {
      const printed = (await home.inbox()).map(({ from, text }) => `${from}: ${text}`);
      const held = (await received(home)).map(({ from, text }) => `${from}: ${text}`);
      if (printed.join('\n') !== held.join('\n')) throw new Error(`${home.name} prints another inbox`);
      const line = (await home.queue()).find(
        ({ state, reason }) => state === 'delivered' && !reason.startsWith('Delivered'),
      );
      if (line) throw new Error(`${home.name} prints of a delivered message: ${line.reason}`);
    }
  }

  /** It has that text by others, while who wrote it is away. */
  async hasByOthers(home: DayHome, from: DayHome, text: string): Promise<void> {
    await pollUntil(
      () => received(home),
      (inbox) => inbox.some((one) => one.from === from.name && one.text === text),
      SETTLE_MS,
    );
  }

  /** What became of a text, as its writer tells it; null where it was never written. */
  async fateOf(by: DayHome, text: string): Promise<string | null> {
    const written = (await allMessages(by)).find((one) => one.direction === 'out' && one.text === text);
    return written?.state ?? null;
  }

  /** A sentence that a node says of another comes true within a minute, and in the window too. */
  async says(home: DayHome, of: DayHome, holds: (peer: Peer) => boolean): Promise<void> {
    await pollUntil(
      async () => (await snapshot(home)).peers.find(({ name }) => name === of.name),
      (peer) => peer !== undefined && holds(peer),
      SETTLE_MS,
    );
    if (home === this.#homes[0]) await this.#windowAgrees();
  }

  async #settled(): Promise<void> {
    const receipts = await this.#agreed();
    await this.#delivered();
    const views = new Map(
      await Promise.all(
        this.#homes
          .filter((home) => home.isRunning && !home.isCut)
          .map(async (home) => [home, await snapshot(home)] as const),
      ),
    );
    await Promise.all(this.present.map((home) => this.#trueWords(home, views)));
    await this.#windowAgrees();
    // All of that took a while in which nobody acted.
    const after = await this.#agreed();
    if (after !== receipts) throw new Error(`${after - receipts} receipts were written while nobody acted`);
    for (const home of this.present) {
      const mib = home.residentMiB();
      if (mib > MEMORY_MAX_MIB) throw new Error(`${home.name}'s node holds ${mib} MiB`);
    }
  }

  /** The number of receipts in the one state that all who are present have, once it rests. */
  async #agreed(): Promise<number> {
    let before = '';
    const [first] = await pollUntil(
      () => Promise.all(this.present.map(snapshot)),
      (views) => {
        const states = new Set(views.map(({ cell }) => `${cell?.stateHash} ${cell?.receipts}`));
        const [now = ''] = states;
        const rests = states.size === 1 && now === before && views.every(isSettled);
        before = states.size === 1 ? now : '';
        return rests;
      },
      SETTLE_MS,
    );
    return first?.cell?.receipts ?? 0;
  }

  /** Who is to have a text has it, once. Each home is asked for all of its texts together. */
  async #delivered(): Promise<void> {
    await Promise.all(this.present.map((home) => this.#has(home)));
  }

  async #has(home: DayHome): Promise<void> {
    const due = this.#sent.filter(({ from, to }) => to.includes(home) && this.present.includes(from));
    if (due.length === 0) return;
    await pollUntil(
      async () => {
        const inbox = await received(home);
        return due.map(({ from, text }) => ({
          from: from.name,
          text,
          times: inbox.filter((one) => one.from === from.name && one.text === text).length,
        }));
      },
      (found) => {
        const twice = found.find(({ times }) => times > 1);
        if (twice) throw new Error(`${home.name} has "${twice.text}" of ${twice.from} ${twice.times} times`);
        return found.every(({ times }) => times === 1);
      },
      SETTLE_MS,
    );
  }

  /** What a node says of peers and messages is what it holds of them. */
  async #trueWords(home: DayHome, views: ReadonlyMap<DayHome, Snapshot>): Promise<void> {
    const view = views.get(home) ?? (await snapshot(home));
    if (view.problem) throw new Error(`${home.name} reports a problem: ${view.problem.message}`);
    if (view.cell?.forked.length) throw new Error(`${view.cell.forked.join()} forked`);
    const context = { nowMs: Date.now(), online: view.online, network: true, myName: home.name };
    for (const peer of view.peers) {
      const other = this.#homes.find(({ name }) => name === peer.name);
      const { state, sentence } = peerReason(peer, context);
      const isThere = other?.isRunning === true && !other.isCut && views.get(other)?.online !== false;
      const saysThere = state === 'inSync' || state === 'connectedWaiting';
      if (view.online && isThere !== saysThere && !(await this.#soon(home, peer.did, isThere)))
        throw new Error(`${home.name} says of ${peer.name}: ${sentence}`);
    }
    const names = new Map(view.peers.map(({ did, name }) => [did, name]));
    for (const message of await allMessages(home)) {
      const peer = view.peers.find(({ did }) => did === message.thread) ?? null;
      const told = { peer, nowMs: Date.now(), online: view.online, names };
      const { state, sentence } = messageReason(message, told);
      if (message.direction === 'out' && state === 'delivered' && !sentence.startsWith('Delivered'))
        throw new Error(`${home.name} says of a delivered message: ${sentence}`);
    }
  }

  /** A link takes a moment to be made or given up. */
  #soon(home: DayHome, did: string, isThere: boolean): Promise<boolean> {
    return pollUntil(
      async () => (await snapshot(home)).peers.find((peer) => peer.did === did)?.link.state === 'connected',
      (connected) => connected === isThere,
      SETTLE_MS,
    ).then(
      () => true,
      () => false,
    );
  }
}

/** Nothing is being counted: votes that are open rest, too. */
function isSettled({ proposals }: Snapshot): boolean {
  return proposals.every(({ state }) => state !== 'closing');
}

/** What came, and of whom. */
async function received(home: DayHome): Promise<{ from: string; text: string }[]> {
  const { peers, formerPeers } = await snapshot(home);
  const names = new Map([...formerPeers, ...peers].map(({ did, name }) => [did, name]));
  return (await allMessages(home))
    .filter(({ direction }) => direction === 'in')
    .map(({ senderDid, text }) => ({ from: names.get(senderDid) ?? senderDid, text }));
}

async function didOf(from: DayHome, to: DayHome): Promise<string> {
  const peer = (await snapshot(from)).peers.find(({ name }) => name === to.name);
  if (!peer) throw new Error(`${from.name} does not know ${to.name}`);
  return peer.did;
}

/** The day as a table. */
export function dayTable(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(({ act }) => act.length));
  const rows = lines.map(
    ({ act, seconds, receipts, running, mostMiB }) =>
      `${act.padEnd(width)} ${String(running).padStart(7)} ${String(receipts).padStart(8)} ${String(mostMiB).padStart(7)} ${seconds.toFixed(1).padStart(7)}`,
  );
  return [`${'act'.padEnd(width)} running receipts     MiB seconds`, ...rows].join('\n');
}
