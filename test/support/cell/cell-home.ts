/** A home with a node of its own, commanded as its operator would. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { CommandName } from '../../../electron/headless/command.ts';
import { callRunningNode } from '../../../electron/host/running-node.ts';
import {
  ghoststack,
  type HeadlessNode,
  inProcess,
  isLook,
  look,
  startHeadless,
  startHeadlessBy,
} from '../headless-node.ts';
import type { Namespace } from '../network-namespaces.ts';

export interface QueueLine {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly state: string;
  readonly reason: string;
}
export interface InboxLine {
  readonly id: string;
  readonly from: string;
  readonly text: string;
}
export interface StatusLine {
  readonly running: boolean;
  readonly name: string;
  readonly did: string;
  readonly cell: string | null;
  readonly listen: readonly string[];
  readonly stateHash: string | null;
  readonly signingBarred: string | null;
  readonly forked: readonly string[];
}
export interface MemberLine {
  readonly name: string;
  readonly did: string;
  readonly state: string;
  readonly reason: string;
}

const SIGNING = new Set([
  'init',
  'found',
  'invite',
  'joins',
  'accept',
  'refuse',
  'join',
  'send',
  'send-again',
  'cancel',
  'propose',
  'open',
  'vote',
  'remove',
  'rules',
  'endorse',
  'transfer',
]);

export class CellHome {
  readonly name: string;
  readonly home: string;
  readonly keyFile: string;
  #node: HeadlessNode | null = null;

  constructor(folder: string, name: string, keyFile = join(folder, `${name}.key`)) {
    this.name = name;
    this.home = join(folder, name);
    this.keyFile = keyFile;
  }

  /** Runs a command on this home; signing commands get its key file. What does something is a process. */
  async run<T>(command: string, ...args: readonly string[]): Promise<T> {
    const key = SIGNING.has(command) ? ['--key-file', this.keyFile] : [];
    const words = ['--home', this.home, ...key, ...args];
    return (await (this.#node && isLook(command)
      ? look(command, ...words)
      : ghoststack(command, ...words))) as T;
  }

  /** The same by its running node, without a process: for tests of what the node does, and not of the command. */
  async act<T>(command: CommandName, ...args: readonly string[]): Promise<T> {
    if (!this.#node) throw new Error(`the node of ${this.name} does not run`);
    return (await inProcess(command, '--home', this.home, ...args)) as T;
  }

  /** Asks the running node through its local socket: for calls by the hundred, without a process for each. */
  async ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const answer = await callRunningNode(this.home, name, input);
    if (!answer?.ok) throw new Error(`${this.name}, ${name}: ${answer?.error.message ?? 'no node runs'}`);
    return answer.value as CallOutput<N>;
  }

  async start(...args: readonly string[]): Promise<void> {
    const fixed = ['--home', this.home, '--key-file', this.keyFile, '--listen', '127.0.0.1:0', '--no-mdns'];
    this.#node = await startHeadless(...fixed, ...args);
  }

  /** The same with a key that opens otherwise than by the key file. */
  async startWith(...key: readonly string[]): Promise<void> {
    this.#node = await startHeadless('--home', this.home, ...key, '--listen', '127.0.0.1:0', '--no-mdns');
  }

  /** Runs the node in a network namespace, where multicast is all it has to find others. */
  async startIn(namespace: Namespace, ...args: readonly string[]): Promise<void> {
    await this.startBy(namespace.command, '--listen', '0.0.0.0:0', ...args);
  }

  /** Runs the node by a command that is made of its own. */
  async startBy(
    by: (program: string, ...args: string[]) => [string, string[]],
    ...args: readonly string[]
  ): Promise<void> {
    const fixed = ['--home', this.home, '--key-file', this.keyFile];
    this.#node = await startHeadlessBy(by, ...fixed, ...args);
  }

  /** Of the running node. */
  get pid(): number {
    if (!this.#node) throw new Error(`the node of ${this.name} does not run`);
    return this.#node.pid;
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
    this.#node = null;
  }

  /** The node ends as by a power cut. */
  async kill(): Promise<void> {
    await this.#node?.kill();
    this.#node = null;
  }

  get isRunning(): boolean {
    return this.#node !== null;
  }

  /** What the node holds in memory, in MiB; on Linux. */
  residentMiB(): number {
    const status = readFileSync(`/proc/${this.#node?.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }

  status(): Promise<StatusLine> {
    return this.run('status');
  }

  queue(): Promise<QueueLine[]> {
    return this.run('queue');
  }

  inbox(): Promise<InboxLine[]> {
    return this.run('inbox');
  }

  members(): Promise<MemberLine[]> {
    return this.run('members');
  }
}

/** alice founds and invites, bob joins by her code; both nodes run. */
export async function twoMembers(folder: string): Promise<{ alice: CellHome; bob: CellHome }> {
  const [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  try {
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await bob.run('init', '--name', 'bob');
    await alice.start('--accept-joins');
    await bob.start();
    const { code } = await alice.act<{ code: string }>('invite');
    await bob.act('join', code);
  } catch (error) {
    await Promise.all([alice.stop(), bob.stop()]);
    throw error;
  }
  return { alice, bob };
}
