import { join } from 'node:path';
import type { QueueRow } from '../../node/messaging/queue-events.ts';
import { syncDeliver } from '../../node/messaging/sync-deliver.ts';
import { DidService } from '../../node/tutorial/did-service.ts';
import { GhostAgent } from '../../node/tutorial/ghost-agent.ts';
import { GovernanceService } from '../../node/tutorial/governance-service.ts';
import { IncentiveService } from '../../node/tutorial/incentive-service.ts';
import { LocalCell } from '../../node/tutorial/local-cell.ts';
import { ReputationService } from '../../node/tutorial/reputation-service.ts';
import type { Choice } from '../../node/tutorial/vote-chain.ts';
import { type CastOptions, DEMO_CELL, type DemoCast, type Thought } from './demo-cast.ts';
import { randomFor } from './seeded-random.ts';

/** All agents in this process: messages over MemoryDaemon, decisions on the log of a LocalCell. */
export class LocalCast implements DemoCast {
  readonly #cell: LocalCell;
  readonly #governance: GovernanceService;
  readonly #reputation: ReputationService;
  readonly #incentives: IncentiveService;
  readonly #agents = new Map<string, GhostAgent>();
  readonly #options: CastOptions;

  static async start(options: CastOptions): Promise<LocalCast> {
    const [founder = '', ...others] = options.names;
    const cell = LocalCell.found(DEMO_CELL, { name: founder });
    for (const name of others) await cell.admit({ name });
    return new LocalCast(options, cell);
  }

  private constructor(options: CastOptions, cell: LocalCell) {
    this.#options = options;
    this.#cell = cell;
    this.#governance = new GovernanceService({ cell, observe: options.observeGovernance });
    this.#reputation = new ReputationService({ cell });
    this.#incentives = new IncentiveService({ cell });
    const didSvc = new DidService();
    for (const { name, key } of cell.members) {
      const agent = new GhostAgent({
        agentId: name,
        key,
        didSvc,
        govSvc: this.#governance,
        repSvc: this.#reputation,
        incSvc: this.#incentives,
        dbPath: join(options.scratchFolder, 'agents.db'),
        random: randomFor(options.seed, name),
      });
      agent.queue.subscribe((event) => options.observe(event));
      this.#agents.set(name, agent);
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

  async think(name: string, type: string, intensity: number, novelty: number): Promise<Thought> {
    return this.#agent(name).brain.step(type, intensity, novelty);
  }

  async propose(name: string, description: string): Promise<string> {
    return this.#governance.createProposal(this.#agent(name).did, description);
  }

  async vote(name: string, proposalId: string, choice: Choice): Promise<void> {
    this.#agent(name).vote(proposalId, choice);
  }

  async tally(proposalId: string): Promise<void> {
    this.#governance.tally(proposalId);
  }

  async endorse(source: string, target: string): Promise<void> {
    this.#reputation.addEndorsement(source, target);
  }

  async scores(): Promise<Record<string, number>> {
    return this.#reputation.computeScores();
  }

  async balances(): Promise<Record<string, number>> {
    return this.#incentives.balances();
  }

  async close(): Promise<void> {
    for (const agent of this.#agents.values()) await agent.close();
    this.#cell.close();
  }

  #agent(name: string): GhostAgent {
    const agent = this.#agents.get(name);
    if (!agent) throw new Error(`There is no ${name} in this demo.`);
    return agent;
  }
}
