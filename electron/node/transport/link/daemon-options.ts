import type { Saying } from '#shared/protocol/saying.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import type { Carrier } from '../../messaging/carrying/carrier.ts';
import type { Directory } from '../../messaging/directory.ts';
import type { FileShelf } from '../../messaging/files/shelf.ts';
import type { Clock, RandomBytes } from '../../messaging/random.ts';
import type { DiscoveryKind } from '../discovery/discovery.ts';
import type { LogEvent } from '../log/log-sync.ts';
import type { ReceiveEnvelopes } from '../push/push-receiver.ts';
import type { PeerStatus } from './peer-record.ts';
import type { TransportTiming } from './timing.ts';

export type DaemonEvent =
  | { readonly type: 'listening'; readonly addresses: readonly string[] }
  /** Anything about the link to a peer changed. */
  | { readonly type: 'peer'; readonly did: string; readonly status: PeerStatus }
  /** A peer said hello on a new connection: what waits for it can go. */
  | { readonly type: 'connected'; readonly did: string; readonly clockAheadMs: number }
  | { readonly type: 'disconnected'; readonly did: string; readonly reason: Saying }
  /** We cut a peer off because it broke the protocol. */
  | { readonly type: 'cut-off'; readonly did: string; readonly reason: Saying }
  /** Somebody who is not allowed tried to connect; the DID of its key, if it has one. */
  | { readonly type: 'stranger'; readonly did: string | null }
  /** A member announced itself on the local network. */
  | { readonly type: 'found'; readonly did: string; readonly address: string }
  | LogEvent;

export interface Libp2pDaemonOptions {
  readonly identity: SigningKey;
  readonly directory: Directory;
  /** Takes what peers push: Inbox.receive. */
  readonly receive: ReceiveEnvelopes;
  /** Keeps and gives mail of members for members; in a cell only, and none if not given. */
  readonly carrier?: Carrier;
  /** What members may fetch; nothing if not given. */
  readonly files?: FileShelf;
  /** Multiaddrs to listen on; a free port of the loopback interface if not given. */
  readonly listen?: readonly string[];
  /** Where to listen if that cannot be had, for example because the port of last time is in use. */
  readonly listenOtherwise?: readonly string[];
  /** Who may connect; everyone in the directory if not given. */
  readonly isAllowed?: (did: string) => boolean;
  /**
   * How members find each other by multicast on the local network; only in a cell, and only where the node listens on
   * more than the loopback interface. In our own way if not given.
   */
  readonly discovery?: readonly DiscoveryKind[];
  readonly clock?: Clock;
  /** In milliseconds, goes on whatever the clock is set to; where it is not given, a clock that is given is never set. */
  readonly uptime?: () => number;
  readonly random?: RandomBytes;
  readonly timing?: Partial<TransportTiming>;
  readonly observe?: (event: DaemonEvent) => void;
}

export interface PeerAddress {
  readonly did: string;
  /** Where to dial, as people write it; null when the peer must dial us. */
  readonly address?: string | null;
  /** Addresses that worked before. */
  readonly remembered?: readonly string[];
  readonly lastSeenAtMs?: number | null;
}
