/**
 * GhostStack as a library: each part works alone and without arguments. Importing it starts nothing.
 *
 *     import { BrainSimulation, GhostAgent, MessageQueue } from './out/node/index.js';
 */
export { GhostAgent, type GhostAgentEvent, type GhostAgentOptions } from './agent/ghost-agent.ts';
export { LocalCell } from './cell/local-cell.ts';
export { LocalMember, type LocalMemberOptions } from './cell/local-member.ts';
export {
  type BrainOptions,
  BrainSimulation,
  type BrainState,
  type BrainStep,
} from './cognition/brain-simulation.ts';
export { FrontalLobe, type Probabilities } from './cognition/frontal-lobe.ts';
export { Hippocampus } from './cognition/hippocampus.ts';
export { type Emotion, type LimbicState, LimbicSystem } from './cognition/limbic-system.ts';
export { type Percept, SensoryProcessor } from './cognition/sensory-processor.ts';
export { canonicalize } from './crypto/canonical-json.ts';
export { verifySignature } from './crypto/signature-rule.ts';
export {
  type GovernanceEvent,
  type GovernanceOptions,
  GovernanceService,
} from './governance/governance-service.ts';
export type { ServiceProposal } from './governance/proposal-book.ts';
export type { Block, ChainVerdict, Choice, Outcome } from './governance/vote-chain.ts';
export type { Credential } from './identity/credential.ts';
export type { DidDocument } from './identity/did-key.ts';
export {
  type CredentialRequest,
  type DidEvent,
  DidService,
  type DidServiceOptions,
} from './identity/did-service.ts';
export { type IncentiveOptions, IncentiveService } from './incentives/incentive-service.ts';
export type { TokenReceipt } from './incentives/token-book.ts';
export type { Directory, PeerIdentity } from './messaging/directory.ts';
export { Inbox, type InboxEvent, type InboxOptions, type InboxRow } from './messaging/inbox.ts';
export { type EnqueueOptions, MessageQueue, type MessageQueueOptions } from './messaging/message-queue.ts';
export type { QueueEvent, QueueRow } from './messaging/queue-events.ts';
export { type SyncEvent, type SyncOptions, syncDeliver } from './messaging/sync-deliver.ts';
export {
  type ReputationEvent,
  type ReputationOptions,
  ReputationService,
} from './reputation/reputation-service.ts';
export { MemoryDaemon, type MemoryDaemonOptions } from './transport/memory-daemon.ts';
export type { MeshDaemon } from './transport/mesh-daemon.ts';
