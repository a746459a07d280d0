import { join } from 'node:path';
import { GhostAgent } from '../../node/agent/ghost-agent.ts';
import type { BrainStep } from '../../node/cognition/brain-simulation.ts';
import type { Choice } from '../../node/governance/vote-chain.ts';
import type { QueueRow } from '../../node/messaging/queue-events.ts';
import { syncDeliver } from '../../node/messaging/sync-deliver.ts';
import type { CastOptions, DemoCast } from './demo-cast.ts';
import { randomFor } from './seeded-random.ts';

/** All agents in this process, on one database, over MemoryDaemon. */
export class LocalCast implements DemoCast {
  readonly #agents = new Map<string, GhostAgent>();
  readonly #options: CastOptions;

  constructor(options: CastOptions) {
    this.#options = options;
    for (const agentId of options.names) {
      const agent = new GhostAgent({
        agentId,
        didSvc: options.dids,
        govSvc: options.governance,
        repSvc: options.reputation,
        incSvc: options.incentives,
        dbPath: join(options.scratchFolder, 'agents.db'),
        random: randomFor(options.seed, agentId),
      });
      agent.queue.subscribe((event) => options.observe(event));
      this.#agents.set(agentId, agent);
    }
  }

  async comeOnline(name: string): Promise<void> {
    this.#agent(name).comeOnline();
  }

  async enqueue(name: string, recipient: string, text: string): Promise<void> {
    this.#agent(name).sendMessage(recipient, text);
  }

  async rows(name: string): Promise<QueueRow[]> {
    return this.#agent(name).queue.all();
  }

  async sync(from: string, to: string): Promise<number> {
    const { daemon, inbox } = this.#agent(to);
    return syncDeliver(this.#agent(from).queue, daemon, inbox, { observe: this.#options.observe });
  }

  async think(name: string, type: string, intensity: number, novelty: number): Promise<BrainStep> {
    return this.#agent(name).brain.step(type, intensity, novelty);
  }

  async vote(name: string, proposalId: string, choice: Choice): Promise<void> {
    this.#agent(name).vote(proposalId, choice);
  }

  async close(): Promise<void> {
    for (const agent of this.#agents.values()) await agent.close();
  }

  #agent(name: string): GhostAgent {
    const agent = this.#agents.get(name);
    if (!agent) throw new Error(`There is no ${name} in this demo.`);
    return agent;
  }
}
