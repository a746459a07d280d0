/** Whole nodes in this process, each with a home on disk, a clock of its own, and libp2p over loopback. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Message } from '#shared/contract/domain/message.ts';
import { createNode } from '../../../electron/node/root/create-node.ts';
import { openHome } from '../../../electron/node/root/home.ts';
import type { GhostNode } from '../../../electron/node/root/node.ts';
import { QUICK } from '../hostile/quick-cell.ts';
import { pollUntil } from '../poll-until.ts';

export class LiveMember {
  readonly name: string;
  /** How far this member's clock is ahead of the true time, in milliseconds. */
  aheadMs = 0;
  /** Whether its computer's uptime tells that `aheadMs` did not pass; else it is as if it had. */
  knowsUptime = false;
  /** After how long a peer that was lost is felt to be still away. */
  awayAfterMs = 500;
  /** Whether it lets everybody in who comes with an invitation of its own. */
  acceptsAll = true;
  /** Whether its key is made at the first start; else its operator makes it. */
  makesKey = true;
  readonly home: string;
  /** Of the computer that all members share; each has its own distance from it. */
  clock: () => number = Date.now;
  /** Of the agent. */
  random: () => number = Math.random;
  /** What its keychain keeps. */
  secret: Uint8Array = new Uint8Array(randomBytes(32));
  /** Where its computer keeps the marks of its homes; null for the folder that all tests share. */
  stateFolder: string | null = null;
  /** DIDs of those who have told it that its key was changed. */
  readonly toldOfKey = new Set<string>();
  #unlisten: () => void = () => undefined;
  #did = '';
  #node: GhostNode | null = null;

  constructor(folder: string, name: string) {
    this.name = name;
    this.home = join(folder, name);
  }

  get node(): GhostNode {
    if (!this.#node) throw new RangeError(`${this.name}'s node is not started`);
    return this.#node;
  }

  /** As of its last start, or of its joining. */
  get did(): string {
    this.#did = this.#node?.me()?.did ?? this.#did;
    return this.#did;
  }

  async start(): Promise<void> {
    const node = await createNode({
      home: openHome(this.home),
      listen: ['/ip4/127.0.0.1/tcp/0'],
      network: true,
      discovery: [],
      protection: null,
      deviceSecret: this.secret,
      acceptJoins: this.acceptsAll,
      nowMs: () => this.clock() + this.aheadMs,
      ...(this.knowsUptime ? { uptimeMs: Date.now } : {}),
      ...(this.stateFolder === null ? {} : { stateFolder: this.stateFolder }),
      random: () => this.random(),
      carryAwayMs: 100,
      peerAwayAfterMs: this.awayAfterMs,
    });
    this.#node = node;
    const listen = (): void => {
      for (const { did, link } of node.peers())
        if (link?.state === 'refused' && link.reason.key === 'error.link.ourKeyChanged')
          this.toldOfKey.add(did);
    };
    listen();
    this.#unlisten = node.onChange(listen);
    if (this.makesKey && node.phase === 'setup') await node.createKey(this.name, { kind: 'keychain' });
  }

  async stop(): Promise<void> {
    if (!this.#node) return;
    this.#did = this.did;
    this.#unlisten();
    await this.#node.stop();
    this.#node = null;
  }

  /** Joins by an invitation of that member, without comparing words, and waits until both know each other. */
  async join(inviter: LiveMember): Promise<void> {
    // Whoever has just moved to another cell listens anew.
    await pollUntil(() => inviter.node.me()?.addresses.length ?? 0, Boolean);
    const { code } = inviter.node.cell.invite(1);
    this.node.cell.join(code, false);
    await pollUntil(() => this.isMember() && inviter.knows(this), Boolean);
  }

  isMember(): boolean {
    const { current } = this.node.cell;
    return current?.epoch() != null && !current.isFormer();
  }

  knows(other: LiveMember): boolean {
    return this.node.peers().some(({ did }) => did === other.did);
  }

  /** Sends to a member or to everyone; returns the message's id. */
  send(to: LiveMember | 'broadcast', text: string): string {
    return this.node.messages.send(to === 'broadcast' ? to : to.did, text).id;
  }

  /** A message that was written here, as its operator sees it. */
  message(id: string, to: LiveMember | 'broadcast'): Message {
    const thread = to === 'broadcast' ? to : to.did;
    const { messages } = this.node.messages.list({ thread, before: null, limit: 100 });
    const found = messages.find((message) => message.id === id);
    if (!found) throw new RangeError(`${this.name} has no message ${id}`);
    return found;
  }

  /** What came here, in the order in which it came. */
  received(from: LiveMember, thread: string = from.did): string[] {
    const { messages } = this.node.messages.list({ thread, before: null, limit: 100 });
    return messages
      .filter(({ direction, senderDid }) => direction === 'in' && senderDid === from.did)
      .map(({ text }) => text);
  }
}

interface LiveCellOptions {
  readonly make?: (name: string) => LiveMember;
  /** How long a ballot waits for who does not vote. */
  readonly deadlineMs?: number;
  /** What the cell is called. */
  readonly name?: string;
}

/** The first founds with short times, the others join one after another; all nodes run and know each other. */
export async function liveCell(
  folder: string,
  names: readonly string[],
  {
    make = (name) => new LiveMember(folder, name),
    deadlineMs = QUICK.deadlineMs,
    name = 'Maple Street',
  }: LiveCellOptions = {},
): Promise<LiveMember[]> {
  const members = names.map(make);
  try {
    await haveThemMeet(members, name, deadlineMs);
  } catch (error) {
    await Promise.all(members.map((member) => member.stop()));
    throw error;
  }
  return members;
}

async function haveThemMeet(members: readonly LiveMember[], name: string, deadlineMs: number): Promise<void> {
  const [founder, ...others] = members;
  if (!founder) throw new RangeError('a cell has a member at least');
  await founder.start();
  await founder.node.cell.found(name, { ...QUICK, deadlineMs, deadlineMinMs: 0 });
  for (const other of others) {
    await other.start();
    await other.join(founder);
  }
  await pollUntil(
    () => members.every((one) => members.every((other) => one === other || one.knows(other))),
    Boolean,
  );
}
