import { z } from 'zod';
import { RowsPatch } from '../rows-patch.ts';
import { AgentState } from './agent-state.ts';
import { Care } from './care.ts';
import { Cell, Holdings, Joining, PassHour, SyncPass } from './cell.ts';
import { Credentials } from './credential.ts';
import { Demo } from './demo.ts';
import { Transfer } from './file.ts';
import { Forks } from './fork.ts';
import { ProposalCounts, ProposalSummary } from './governance.ts';
import { HeldCell } from './held-cell.ts';
import { TakenHome } from './home.ts';
import { Message, QueueSummary, Thread } from './message.ts';
import { FormerPeer, Peer } from './peer.ts';
import { Recovering } from './recovery.ts';
import { RecoveryWords } from './recovery-words.ts';
import { Told } from './saying.ts';
import { Settings } from './settings.ts';
import { Trust } from './trust.ts';

/**
 * `starting`: the node is starting or being restarted; `setup`: no key yet; `locked`: the key waits for its
 * passphrase; `running`: everything works; `failed`: the node cannot start, `problem` says why.
 */
export const Phase = z.enum(['starting', 'setup', 'locked', 'running', 'failed']);
export type Phase = z.infer<typeof Phase>;

export const Me = z.object({
  name: z.string(),
  did: z.string(),
  /** Six words to compare by voice are for *joining*; this is the key's fingerprint in hex groups. */
  fingerprint: z.string(),
  addresses: z.array(z.string()),
  /** Whether it listens over IPv6; `none`: this computer has none, `off`: it was not asked to. */
  ipv6: z.enum(['listens', 'off', 'none']),
  keyProtection: z.enum(['keychain', 'passphrase', 'key-file']),
  createdAtMs: z.int(),
});
export type Me = z.infer<typeof Me>;

/** A failure that lasts. */
export const Problem = Told.extend({
  code: z.string(),
  /** With `home-locked`: by whom, and whether still. */
  home: TakenHome.optional(),
  /** It is over, and only to be read: nothing waits for it. */
  isPast: z.boolean().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The problem that everything waits for; null without one. */
export function standing(problem: Problem | null | undefined): Problem | null {
  return problem && !problem.isPast ? problem : null;
}

/** The slices of state that are pushed whenever they change: whole, but for long lists. */
export const Slices = z.object({
  phase: Phase,
  me: Me.nullable(),
  /** False when the operator went offline on purpose. */
  online: z.boolean(),
  /** False when this computer has no network at all. */
  network: z.boolean(),
  /** A condition that concerns the whole node (disk full, read-only, damaged), or null. */
  problem: Problem.nullable(),
  /** Null before there is a key. */
  recoveryWords: RecoveryWords.nullable(),
  /** Protections that a new key can have here. */
  keychainAvailable: z.boolean(),
  settings: Settings,
  peers: z.array(Peer),
  formerPeers: z.array(FormerPeer),
  threads: z.array(Thread),
  queue: QueueSummary,
  /** Large files that travel, or wait to; the oldest message first. */
  transfers: z.array(Transfer),
  agent: AgentState,
  /** The cell that this node is a member of, or null. */
  cell: Cell.nullable(),
  /** All that this home holds: the live one, of which `cell` tells all, first; then the kept ones, the newest first. */
  cells: z.array(HeldCell),
  forks: Forks,
  joining: Joining.nullable(),
  /** This machine asks to go on as a member that lost its own; null otherwise. */
  recovering: Recovering.nullable(),
  holdings: Holdings.nullable(),
  /** The newest first; of more than 200 the most urgent and the last decisions, all by `governance.list`. */
  proposals: z.array(ProposalSummary),
  /** Of all of them. */
  proposalCounts: ProposalCounts,
  /** Reputation and tokens; null without a cell. */
  trust: Trust.nullable(),
  /** What is issued and held, and whose word is taken. */
  credentials: Credentials,
  /** The newest 50, newest first. */
  passes: z.array(SyncPass).max(50),
  /** Of the last day; hours without any are left out. */
  passHours: z.array(PassHour).max(25),
  /** Backups, and long work on this home. */
  care: Care,
  /** The guide, in the window of a cell to try; null for every other node. */
  demo: Demo.nullable(),
});
export type Slices = z.infer<typeof Slices>;

export const Snapshot = Slices.extend({
  /** One id per start of the node: another id means that all that was seen before is stale. */
  instance: z.string(),
  /** Grows by one with every push. */
  version: z.int().min(0),
  atMs: z.int(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const Push = z.object({
  instance: z.string(),
  version: z.int().min(1),
  atMs: z.int(),
  /** Slices that changed, whole. Empty for a heartbeat. */
  changes: Slices.partial(),
  /** What became of lists that are long, in place of the whole. */
  rows: z.object({ proposals: RowsPatch }).optional(),
  /** Messages that are new or changed. */
  messages: z.array(Message).optional(),
});
export type Push = z.infer<typeof Push>;
