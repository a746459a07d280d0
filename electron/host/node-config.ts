import type { HomeProgram } from '#shared/contract/domain/home.ts';
import type { DiscoveryKind } from '../node/transport/discovery/discovery.ts';

/** What a host tells the worker about the node it runs. Holds no secret: those travel beside it, once. */
export interface NodeConfig {
  /** Directory of the node's database, key store and lock; created (mode 0700) if missing. */
  readonly home: string;
  /** What runs the node, for others who find the home taken. */
  readonly program: HomeProgram;
  /** Multiaddrs to listen on, for example `/ip4/0.0.0.0/tcp/0`; a port of 0 is chosen once and remembered. */
  readonly listen: readonly string[];
  /** Admits whoever comes with an invitation, without asking. */
  readonly acceptJoins?: boolean;
  /** How members are looked for by multicast; left out for what the settings say. */
  readonly discovery?: readonly DiscoveryKind[];
  /** A file (mode 0600) whose 32 bytes protect the key; not where a window may ask for a passphrase. */
  readonly keyFile?: string;
  /** Makes a key of this name, and its key file, if the home has none yet. */
  readonly newcomer?: string;
  /** Where the computer's marks of this home are kept; left out for the user's own folder. */
  readonly stateFolder?: string;
  /** How long the start waits for another process that uses the home: a command that is soon over. */
  readonly homeWaitMs?: number;
}
