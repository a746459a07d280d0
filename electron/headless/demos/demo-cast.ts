import type { BrainStep } from '../../node/cognition/brain-simulation.ts';
import type { QueueEvent, QueueRow } from '../../node/messaging/queue-events.ts';
import type { SyncEvent } from '../../node/messaging/sync-deliver.ts';
import type { GovernanceEvent } from '../../node/tutorial/governance-service.ts';
import type { Choice } from '../../node/tutorial/vote-chain.ts';

/** The cell that the agents of a demo are in; the first of them founds it. */
export const DEMO_CELL = 'cell-01';

export interface CastOptions {
  readonly names: readonly string[];
  readonly seed: number | null;
  /** For their databases. */
  readonly scratchFolder: string;
  /** Hears in their order what happens to messages. */
  readonly observe: (event: QueueEvent | SyncEvent) => void;
  /** Hears what happens to proposals. */
  readonly observeGovernance: (event: GovernanceEvent) => void;
}

/** What is printed of a cycle. */
export type Thought = Pick<BrainStep, 'cycle' | 'stimulus' | 'emotion' | 'action' | 'dopamine'>;

/**
 * The agents of a demo, by name, each a member of one cell with its own key and feed: all in this process, or each
 * in one of its own.
 */
export interface DemoCast {
  comeOnline(name: string): Promise<void>;
  enqueue(name: string, recipient: string, text: string): Promise<void>;
  /** The agent's queue, whatever became of its messages. */
  rows(name: string): Promise<QueueRow[]>;
  /** Returns how many messages were delivered. */
  sync(from: string, to: string): Promise<number>;
  think(name: string, type: string, intensity: number, novelty: number): Promise<Thought>;
  /** Drafts and opens a proposal; returns its id, `P-1`. */
  propose(name: string, description: string): Promise<string>;
  vote(name: string, proposalId: string, choice: Choice): Promise<void>;
  /** Waits for the certificate. */
  tally(proposalId: string): Promise<void>;
  endorse(source: string, target: string): Promise<void>;
  /** As the tutorial computes them, over the endorsements in the log. */
  scores(): Promise<Record<string, number>>;
  /** As the log gives them, in the order of the names. */
  balances(): Promise<Record<string, number>>;
  close(): Promise<void>;
}
