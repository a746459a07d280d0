import { join } from 'node:path';
import { GhostStackError } from '#shared/errors.ts';
import type { BrainStep } from '../../node/cognition/brain-simulation.ts';
import type { Choice } from '../../node/governance/vote-chain.ts';
import type { QueueRow } from '../../node/messaging/queue-events.ts';
import type { SyncEvent } from '../../node/messaging/sync-deliver.ts';
import { AgentProcessHandle } from './agent-process-handle.ts';
import type { AgentEvent } from './agent-process-protocol.ts';
import type { CastOptions, DemoCast } from './demo-cast.ts';

const VOTE_REWARD = 5;
const ARRIVAL_DEADLINE_MS = 10_000;

interface Member {
  readonly handle: AgentProcessHandle;
  readonly did: string;
  /** Where it listens; null while it is offline. */
  address: string | null;
  /** Sync events of the sender and arrivals at the recipient, not told yet. */
  readonly heard: SyncEvent[];
  arrived: () => void;
}

/**
 * Each agent in an operating-system process of its own; messages go over libp2p on loopback, votes are signed
 * there. What happened is told in the order of cause and effect, as the two processes cannot: each arrival right
 * after its delivery.
 */
export class ProcessCast implements DemoCast {
  readonly #options: CastOptions;
  readonly #note: (line: string) => void;
  readonly #members = new Map<string, Member>();

  static async start(options: CastOptions, note: (line: string) => void): Promise<ProcessCast> {
    const cast = new ProcessCast(options, note);
    try {
      await cast.#start();
      return cast;
    } catch (error) {
      await cast.close();
      throw error;
    }
  }

  private constructor(options: CastOptions, note: (line: string) => void) {
    this.#options = options;
    this.#note = note;
  }

  async comeOnline(name: string): Promise<void> {
    const member = this.#member(name);
    member.address = (await member.handle.call('comeOnline', {})).address;
  }

  async enqueue(name: string, recipient: string, text: string): Promise<void> {
    await this.#member(name).handle.call('enqueue', { to: recipient, text });
  }

  async rows(name: string): Promise<QueueRow[]> {
    return this.#member(name).handle.call('rows', {});
  }

  async sync(from: string, to: string): Promise<number> {
    const sender = this.#member(from);
    const recipient = this.#member(to);
    const { did, address } = recipient;
    const { delivered } = await sender.handle.call('sync', { did, address });
    const events = sender.heard.splice(0);
    const failed = events.find((event) => event.type === 'failed');
    if (failed?.type === 'failed')
      throw new GhostStackError('offline', `Delivery to ${to} failed: ${failed.reason}`);
    for (const event of events) {
      this.#options.observe(event);
      if (event.type === 'delivering') this.#options.observe(await nextArrival(recipient, to));
    }
    if (delivered > 0) await this.#noteConnection(from, to);
    return delivered;
  }

  async think(name: string, type: string, intensity: number, novelty: number): Promise<BrainStep> {
    return this.#member(name).handle.call('think', { type, intensity, novelty });
  }

  async vote(name: string, proposalId: string, choice: Choice): Promise<void> {
    const { governance, incentives } = this.#options;
    const { handle, did } = this.#member(name);
    const { signature } = await handle.call('sign', governance.voteToSign(proposalId, did, choice));
    governance.vote(proposalId, did, choice, { signature });
    incentives.reward(name, VOTE_REWARD, 'governance participation');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ handle }) => handle.close()));
  }

  async #start(): Promise<void> {
    const { names, seed, scratchFolder, dids, reputation, incentives } = this.#options;
    for (const name of names) {
      const handle = new AgentProcessHandle(name, (event) => this.#heard(name, event));
      const member = { handle, did: '', address: null, heard: [], arrived: () => {} };
      this.#members.set(name, member);
    }
    for (const [name, member] of this.#members) {
      const dbPath = join(scratchFolder, `${name}.db`);
      const { did } = await member.handle.call('init', { name, dbPath, seed });
      this.#members.set(name, Object.assign(member, { did }));
      dids.addDid(name, did);
      reputation.addNode(name);
      incentives.register(name);
      this.#note(`[process] ${name.padEnd(6)} pid=${member.handle.pid}  ${did}`);
    }
    for (const [name, { handle }] of this.#members) {
      for (const [other, { did }] of this.#members) {
        if (other !== name) await handle.call('meet', { name: other, did });
      }
    }
  }

  #heard(name: string, event: AgentEvent): void {
    if (event.type === 'queued' || event.type === 'changed') {
      this.#options.observe(event);
      return;
    }
    const member = this.#member(name);
    member.heard.push(event);
    member.arrived();
  }

  async #noteConnection(from: string, to: string): Promise<void> {
    const [one, other] = [this.#member(from), this.#member(to)];
    const ends = await other.handle.call('connections', {});
    for (const { local, remote } of await one.handle.call('connections', {})) {
      if (!ends.some((end) => end.local === remote && end.remote === local)) continue;
      this.#note(
        `[connection] ${from} pid=${one.handle.pid} ${local} ↔ ${remote} ${to} pid=${other.handle.pid} ESTABLISHED`,
      );
    }
  }

  #member(name: string): Member {
    const member = this.#members.get(name);
    if (!member) throw new GhostStackError('not-found', `There is no ${name} in this demo.`);
    return member;
  }
}

/** The next message that the recipient stored; it may be told later than its delivery is. */
async function nextArrival(recipient: Member, name: string): Promise<SyncEvent> {
  const deadlineMs = Date.now() + ARRIVAL_DEADLINE_MS;
  while (true) {
    const at = recipient.heard.findIndex((event) => event.type === 'received');
    const [event] = at < 0 ? [] : recipient.heard.splice(at, 1);
    if (event) return event;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new GhostStackError('timeout', `${name} has not said that the message arrived.`)),
        Math.max(0, deadlineMs - Date.now()),
      );
      recipient.arrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
