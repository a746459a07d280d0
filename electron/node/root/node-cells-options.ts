import type { Saying } from '#shared/protocol/saying.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import type { Discarded } from '../log/checkpoint/log-checkpoint.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import type { LocalSight } from '../transport/discovery/local-sight.ts';
import type { Operator } from './operator.ts';

export interface JoinCall {
  readonly addresses: readonly string[];
  readonly inviterKey: Uint8Array;
  readonly request: unknown;
  readonly signal: AbortSignal;
}

export interface NodeCellsOptions {
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly stateFolder: string;
  readonly clock: () => number;
  /** Grows as time passes, whatever the clock is set to. */
  readonly uptime: () => number;
  readonly acceptJoins: boolean;
  /** Told of errors that nobody foresaw, with what failed. */
  readonly failed: (what: Saying, error: unknown) => void;
  /** Told why all receipts were judged anew at this start. */
  readonly judgedAnew?: (why: Discarded) => void;
  readonly changed: () => void;
  /** Sealing keys that this node had before, as long as they are kept; the newest first. */
  readonly formerSealing?: () => readonly SealingKeyPair[];
  /** Somebody signs in a cell with a key that was ours. */
  readonly formerKeyUsed?: (cell: string) => void;
  readonly gone: (dids: readonly string[]) => void;
  /** The node must meet its peers anew: it has founded or joined a cell. */
  readonly entered: () => Promise<void>;
  /** The cells that are kept beside the live one are others than before. */
  readonly keptChanged: () => void;
  /** How the connection to a member stands; `refused`: it ends them, and may know that we were removed. */
  readonly linkState: (did: string) => string | undefined;
  /** Whether a member has said that the key in use was changed. */
  readonly wasRefused: () => boolean;
  /** All keys of this home; null while they are locked. */
  readonly ring: () => KeyRing | null;
  /** Takes over a member's DID log, whose newest key is here, and its name as this home's own. */
  readonly adopt: (didLog: readonly unknown[], name: string) => Operator;
  /** The node is to meet its peers under another key. */
  readonly meetAnew: () => void;
  readonly askToJoin: (call: JoinCall) => Promise<unknown>;
  /** Who invites, and who looks for it, on the local network; throws while there is no session. */
  readonly sight: () => LocalSight;
  /** Where this node can be dialled, as invitations say it. */
  readonly addresses: () => readonly string[];
}
