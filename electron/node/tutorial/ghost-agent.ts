import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Action } from '#shared/contract/domain/agent.ts';
import { BrainSimulation, type BrainStep } from '../cognition/brain-simulation.ts';
import { BrainStore } from '../cognition/brain-store.ts';
import { writeStateFile } from '../cognition/state-file.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import type { Directory } from '../messaging/directory.ts';
import { keyBeside } from '../messaging/endpoint.ts';
import { Inbox } from '../messaging/inbox.ts';
import { MessageQueue } from '../messaging/message-queue.ts';
import { openStore, type Store } from '../store/store.ts';
import { MemoryDaemon } from '../transport/link/memory-daemon.ts';
import { DidService } from './did-service.ts';
import { GovernanceService } from './governance-service.ts';
import { IncentiveService } from './incentive-service.ts';
import { ReputationService } from './reputation-service.ts';
import type { Choice } from './vote-chain.ts';

/** The tutorial's reward for taking part in a vote. */
const VOTE_REWARD = 5;

export type GhostAgentEvent =
  | { readonly kind: 'initialised'; readonly agentId: string; readonly did: string }
  | { readonly kind: 'cycled'; readonly agentId: string; readonly step: BrainStep }
  | { readonly kind: 'saved'; readonly agentId: string; readonly path: string };

export interface GhostAgentOptions {
  /** Letters, digits, dots, hyphens and underscores. */
  agentId?: string;
  didSvc?: DidService;
  govSvc?: GovernanceService;
  repSvc?: ReputationService;
  incSvc?: IncentiveService;
  /** The database of its messages and memories; in memory if not given. Several agents may share one. */
  dbPath?: string;
  /** Its key. Otherwise a new one; with `dbPath` one that is the same after a restart. */
  key?: SigningKey;
  /** Whom it can write to and hear from; the agents of this process if not given. */
  directory?: Directory;
  /** Gives numbers in [0, 1). */
  random?: () => number;
  now?: () => number;
  observe?: (event: GhostAgentEvent) => void;
}

/**
 * The three layers in one: an agent that feels, proposes and votes, and sends messages.
 *
 *     const agent = new GhostAgent({ agentId: 'agent001' });
 *     const action = agent.runBrainCycle('visual', 0.8, 0.9);
 *     const proposal = agent.proposeAction(action);
 *     agent.sendMessage('broadcast', `I chose: ${action}`);
 *     await agent.close();
 */
export class GhostAgent {
  readonly agentId: string;
  /** Its alias, `did:sov:<agentId>`. */
  readonly did: string;
  readonly brain: BrainSimulation;
  readonly queue: MessageQueue;
  readonly inbox: Inbox;
  readonly daemon: MemoryDaemon;
  readonly didSvc: DidService;
  readonly govSvc: GovernanceService;
  readonly repSvc: ReputationService;
  readonly incSvc: IncentiveService;
  readonly #store: Store;
  readonly #observe: (event: GhostAgentEvent) => void;

  constructor({
    agentId = 'agent',
    dbPath = ':memory:',
    now = Date.now,
    ...options
  }: GhostAgentOptions = {}) {
    const store = openStore({ path: dbPath });
    try {
      const key = options.key ?? (dbPath === ':memory:' ? SigningKey.generate() : keyBeside(dbPath, agentId));
      this.#store = store;
      this.#observe = options.observe ?? (() => {});
      this.agentId = agentId;
      this.didSvc = options.didSvc ?? new DidService({ store, now });
      this.did = this.didSvc.createDid(agentId, { key });
      this.govSvc = options.govSvc ?? new GovernanceService({ store, now, dids: this.didSvc });
      this.repSvc = options.repSvc ?? new ReputationService();
      this.incSvc = options.incSvc ?? new IncentiveService({ store, now });
      this.repSvc.addNode(agentId);
      if (!this.incSvc.isRegistered(agentId)) this.incSvc.register(agentId);
      const brainStore = new BrainStore(store, agentId);
      this.brain = new BrainSimulation({
        ...brainStore.load(),
        random: options.random ?? Math.random,
        now,
        persist: (state, episode, record) => brainStore.saveCycle(state, episode, record),
      });
      const { directory } = options;
      const endpoint = {
        store,
        identity: key,
        clock: now,
        ...(directory === undefined ? {} : { directory }),
      };
      this.queue = new MessageQueue(agentId, endpoint);
      this.inbox = new Inbox(agentId, endpoint);
      this.daemon = new MemoryDaemon(agentId, { inbox: this.inbox });
    } catch (error) {
      store.close();
      throw error;
    }
    this.#observe({ kind: 'initialised', agentId, did: this.did });
  }

  comeOnline(): void {
    this.daemon.bringOnline();
  }

  /** One cognitive cycle; returns what it chose. */
  runBrainCycle(type: string, intensity = 0.6, novelty = 0.5): Action {
    const step = this.brain.step(type, intensity, novelty);
    this.#observe({ kind: 'cycled', agentId: this.agentId, step });
    return step.action;
  }

  /** Proposes what it chose, approves of it itself, and returns the proposal's id. */
  proposeAction(action: string): string {
    const id = this.govSvc.createProposal(this.did, `${this.agentId} proposes: ${action}`);
    this.vote(id, 'APPROVE');
    return id;
  }

  /** Votes, and is rewarded for taking part. */
  vote(proposalId: string, choice: Choice): void {
    this.govSvc.vote(proposalId, this.did, choice);
    this.incSvc.reward(this.agentId, VOTE_REWARD, 'governance participation');
  }

  /** Stores a message for a name, a DID or `broadcast` and returns its number; a sync delivers it. */
  sendMessage(recipient: string, text: string): number {
    return this.queue.enqueue(recipient, text);
  }

  /** Writes the prototype's JSON state file and returns where. Memories are in the database anyway. */
  saveBrain(path: string = join(tmpdir(), `ghoststack_brain_${this.agentId}.json`)): string {
    writeStateFile(path, { state: this.brain.state, episodes: this.brain.hippocampus.all() });
    this.#observe({ kind: 'saved', agentId: this.agentId, path });
    return path;
  }

  async close(): Promise<void> {
    await this.queue.close();
    this.#store.close();
  }
}
