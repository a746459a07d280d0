/**
 * GhostStack as a library: each part works alone and without arguments. Importing it starts nothing.
 *
 *     import { BrainSimulation, GhostAgent, MessageQueue } from '../out/node/index.js';
 */
import '#shared/words/sayings.ts';

export {
  type BrainOptions,
  BrainSimulation,
  type BrainState,
  type BrainStep,
} from '../cognition/brain-simulation.ts';
export { FrontalLobe, type Probabilities } from '../cognition/frontal-lobe.ts';
export { Hippocampus } from '../cognition/hippocampus.ts';
export { type Emotion, type LimbicState, LimbicSystem } from '../cognition/limbic-system.ts';
export { type Percept, SensoryProcessor } from '../cognition/sensory-processor.ts';
export {
  type CellFacts,
  type CellIssuer,
  type CheckedCredential,
  type CheckPolicy,
  checkCredential,
  type KnownIssuer,
  makeRequest,
  type PresentationRequest,
  REFUSAL_CODES,
  type Refusal,
  type RefusalCode,
  readRequest,
  readStandings,
  requestLink,
  type Standing,
  sdJwt,
  standingWords,
  takeStandings,
  type WholeCredential as Credential,
} from '../credentials/index.ts';
export { canonicalize } from '../crypto/canonical-json.ts';
export { verifySignature } from '../crypto/signature-rule.ts';
export type { DidDocument } from '../identity/did-key.ts';
export {
  type DidDocumentMetadata,
  type DidResolution,
  type ResolveOptions,
  resolveDidLog,
} from '../identity/did-webvh/index.ts';
export type { Directory, PeerIdentity } from '../messaging/directory.ts';
export { Inbox, type InboxEvent, type InboxOptions, type InboxRow } from '../messaging/inbox.ts';
export type { MeshDaemon } from '../messaging/mesh-daemon.ts';
export { MessageQueue, type MessageQueueOptions } from '../messaging/message-queue.ts';
export type { EnqueueOptions } from '../messaging/new-message.ts';
export type { QueueEvent, QueueRow } from '../messaging/queue-events.ts';
export { type SyncEvent, type SyncOptions, syncDeliver } from '../messaging/sync-deliver.ts';
export { MemoryDaemon, type MemoryDaemonOptions } from '../transport/link/memory-daemon.ts';
export { DidService } from './did-service.ts';
export type { CredentialRequest, DidEvent, DidServiceOptions } from './did-service-options.ts';
export { GhostAgent, type GhostAgentEvent, type GhostAgentOptions } from './ghost-agent.ts';
export {
  type GovernanceEvent,
  type GovernanceOptions,
  GovernanceService,
} from './governance-service.ts';
export { type IncentiveOptions, IncentiveService } from './incentive-service.ts';
export { LocalCell } from './local-cell.ts';
export { LocalMember, type LocalMemberOptions } from './local-member.ts';
export type { ServiceProposal } from './proposal-book.ts';
export {
  type ReputationEvent,
  type ReputationOptions,
  ReputationService,
} from './reputation-service.ts';
export type { TokenReceipt } from './token-book.ts';
export type { Block, ChainVerdict, Choice, Outcome } from './vote-chain.ts';
