import type { BrainStep } from '../../node/cognition/brain-simulation.ts';
import type { GovernanceService } from '../../node/governance/governance-service.ts';
import type { Choice } from '../../node/governance/vote-chain.ts';
import type { DidService } from '../../node/identity/did-service.ts';
import type { IncentiveService } from '../../node/incentives/incentive-service.ts';
import type { QueueEvent, QueueRow } from '../../node/messaging/queue-events.ts';
import type { SyncEvent } from '../../node/messaging/sync-deliver.ts';
import type { ReputationService } from '../../node/reputation/reputation-service.ts';

/** What the agents of a demo share. */
export interface DemoServices {
  readonly dids: DidService;
  readonly governance: GovernanceService;
  readonly reputation: ReputationService;
  readonly incentives: IncentiveService;
}

export interface CastOptions extends DemoServices {
  readonly names: readonly string[];
  readonly seed: number | null;
  /** For their databases. */
  readonly scratchFolder: string;
  /** Hears in their order what happens to messages. */
  readonly observe: (event: QueueEvent | SyncEvent) => void;
}

/** The agents of a demo, by name: all in this process, or each in one of its own. */
export interface DemoCast {
  comeOnline(name: string): Promise<void>;
  enqueue(name: string, recipient: string, text: string): Promise<void>;
  /** The agent's queue, whatever became of its messages. */
  rows(name: string): Promise<QueueRow[]>;
  /** Returns how many messages were delivered. */
  sync(from: string, to: string): Promise<number>;
  think(name: string, type: string, intensity: number, novelty: number): Promise<BrainStep>;
  vote(name: string, proposalId: string, choice: Choice): Promise<void>;
  close(): Promise<void>;
}
