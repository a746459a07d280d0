import type { SyncPass } from '#shared/contract/domain/cell.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { LifeEvent } from '../agent/life-stimuli.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import type { PeerRegistry } from '../messaging/peer-registry.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Store } from '../store/store.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';
import type { NodeChange } from './node-change.ts';
import type { NodeEvents } from './node-events.ts';

export interface NodeSessionOptions {
  readonly key: SigningKey;
  /** Under which it meets its peers, if that is another one: the log that names it has yet to come. */
  readonly networkKey?: SigningKey | null;
  /** A peer says that the key under which it was met was changed; and whether no other talks with us. */
  readonly keyRefused?: (under: SigningKey, isAlone: boolean) => void;
  /** A peer talks with us under this key. */
  readonly keyTaken?: (under: SigningKey) => void;
  readonly name: string;
  readonly store: Store;
  /** The folder of the home. */
  readonly home: string;
  readonly settings: SettingsStore;
  readonly peers: PeerRegistry;
  readonly clock: () => number;
  /** How long the computer has been up, in milliseconds. */
  readonly uptime: () => number;
  readonly listen: readonly string[];
  readonly network: boolean;
  /** How members are looked for by multicast. */
  readonly discovery: readonly DiscoveryKind[];
  /** What the operator chose about mail of others. */
  readonly carrying: () => { readonly carries: boolean; readonly shareMib: number };
  /** After how long without its recipient a message is given to others. */
  readonly carryAwayMs: number;
  readonly changed: (change: NodeChange) => void;
  readonly life: (event: LifeEvent) => void;
  /** After how long a peer that was lost is felt to be still away. */
  readonly peerAwayAfterMs: number;
  readonly problem: (failure: Failure) => void;
  /** The cell whose members are the peers; null outside a cell. */
  readonly cell: CellNode | null;
  /** Those that it keeps beside that one, as they are at that moment. */
  readonly kept: () => readonly CellNode[];
  readonly heard: (
    cell: string,
    did: string,
    tips: Readonly<Record<string, readonly string[]>>,
    atMs: number,
  ) => void;
  readonly passed: (pass: SyncPass) => void;
  readonly events: NodeEvents;
  /** What opens mail that was sealed to keys before the present one, for as long as it may be on its way. */
  readonly formerSealing?: () => readonly SealingKeyPair[];
}
