import type { PeerIdentity } from './directory.ts';
import type { NewFile } from './files/new-file.ts';
import type { SentCredential } from './payload.ts';

/** What a message is made of when it is written. */
export interface NewMessage {
  /** The name of this node. */
  readonly sender: string;
  /** As it was given: a name, a DID or `broadcast`. */
  readonly recipient: string;
  /** Who that is; null for everyone, or while nobody has that name. */
  readonly peer: PeerIdentity | null;
  readonly recipients: readonly PeerIdentity[];
  readonly id: string;
  readonly text: string;
  readonly ttlMs: number;
  readonly file: NewFile | null;
  /** The mid of the message that it answers. */
  readonly reply: string | null;
  /** The digest of the cycle that led to it, where the agent wrote it. */
  readonly agent: string | null;
  /** What it brings to its one recipient. */
  readonly credential: SentCredential | null;
}

export interface EnqueueOptions {
  /** How long to keep trying, in milliseconds: one second to 30 days. Seven days if not given. */
  readonly ttlMs?: number;
  /** What it comes with; the text may then be empty. */
  readonly file?: NewFile | null;
  /** The mid of the message that it answers. */
  readonly reply?: string | null;
  /** The digest of the cycle that led to it, where the agent wrote it. */
  readonly agent?: string | null;
  /** What it brings to its one recipient. */
  readonly credential?: SentCredential | null;
}
