import type { Entry } from '#shared/protocol/log/entry.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import type { MemberIdentity } from '../identity/member-identity.ts';
import type { Discarded } from '../log/checkpoint/log-checkpoint.ts';
import type { HeldKeys } from '../log/next-entry.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import type { CellNode } from './cell-node.ts';

export interface CellNodeOptions {
  readonly cell: string;
  /** The home lives in another one: here its node does a member's part by machine, and nothing else. */
  readonly isKept?: boolean;
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly self: MemberIdentity;
  readonly alias: string;
  /** Where this computer marks how far the own feed has come; null for what lives in memory only. */
  readonly stateFolder?: string | null;
  /** Null while the key is locked: everything can be read, nothing is signed. */
  readonly key: SigningKey | null;
  /** Sealing keys that this node had before, as long as they are kept; the newest first. */
  readonly formerSealing?: () => readonly SealingKeyPair[];
  /** All keys of the home, of which the log names one; default: the one above. */
  readonly keys?: HeldKeys | null;
  /** Told of an entry of ours that stands under a former key and was not written here. */
  readonly formerKeyUsed?: (entry: Entry) => void;
  readonly clock: () => number;
  /** Grows as time passes, whatever the clock is set to. */
  readonly uptime: () => number;
  readonly acceptJoins: boolean;
  /** How the connection to a member stands, by DID; default: there is none. */
  readonly linkState?: (did: string) => string | undefined;
  /** Told of errors that nobody foresaw, with what failed; without it they are thrown. */
  readonly failed?: (what: Saying, error: unknown) => void;
  /** Told why all receipts were judged anew at this start. */
  readonly judgedAnew?: (why: Discarded) => void;
  /** What was opened while the key was locked, and is used no more: its rows need not be judged again. */
  readonly locked?: CellNode | null;
  /** Names the code that judges them, null where nothing of that is kept; default: the build. */
  readonly code?: string | null;
  /** What the cell amounts to may have changed. */
  readonly changed: () => void;
  /** Members that are no longer in the cell, by DID. */
  readonly gone: (dids: readonly string[]) => void;
}
