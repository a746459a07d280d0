import type { KeyProtection } from '../identity/key-store.ts';
import type { EventLog } from '../store/events/event-log.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import type { Home } from './home.ts';

export interface NodeOptions {
  /** Locked by the caller; given back by `stop`. */
  readonly home: Home;
  /** Multiaddrs to listen on. A port of 0 is chosen once and remembered. */
  readonly listen: readonly string[];
  /** False for a command that only reads or writes the store. */
  readonly network: boolean;
  /** Opens the key at start; null leaves a passphrase-protected key locked. */
  readonly protection: KeyProtection | null;
  /** 32 bytes kept by the operating system's keychain, where there is one. */
  readonly deviceSecret: Uint8Array | null;
  /** What seals the key, for a backup alone: it stays locked. */
  readonly sealedBy?: KeyProtection | null;
  readonly nowMs?: () => number;
  /** How long the computer has been up, in milliseconds; if only `nowMs` is given, that, so that it is believed. */
  readonly uptimeMs?: () => number;
  readonly random?: () => number;
  /** After how long a peer that was lost is felt to be still away; ten minutes if not given. */
  readonly peerAwayAfterMs?: number;
  /** After how long without its recipient a message is given to others; ten seconds if not given. */
  readonly carryAwayMs?: number;
  /** Admits whoever comes with an invitation, without asking. */
  readonly acceptJoins?: boolean;
  /** How members are looked for by multicast, whatever the settings say; left out for what they say. */
  readonly discovery?: readonly DiscoveryKind[];
  /** Where the computer's marks of this home are kept, outside of it; left out for the user's own folder. */
  readonly stateFolder?: string;
  /** A page of the database cannot be read: the node should start again, which saves what can be saved. */
  readonly damaged?: (error: unknown) => void;
  /** Told of what happens; keeps nothing if not given. */
  readonly events?: EventLog;
  /** Only shows what is stored, beside a node that may be starting: the home is not taken, and nothing is written. */
  readonly readOnly?: boolean;
}
