import type { PeerIdentity } from './directory.ts';
import type { Vouch } from './vouch.ts';

/** How much a daemon likes to be handed at once. */
export interface BatchSize {
  readonly messages: number;
  readonly bytes: number;
  /** Batches that may be under way at the same time. */
  readonly inFlight: number;
}

/** How far a pass has come; shown to people on both sides, decides nothing. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface DeliverOptions {
  /** Gives up waiting. What was written may have arrived all the same. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the whole batch is written out and only the answer is missing. */
  readonly onWritten?: () => void;
  readonly progress?: Progress;
  /** The sender's signature for all of them. */
  readonly vouch?: Vouch | undefined;
}

/** All destinations that a transport knows: what the delivery loop asks of it. */
export interface MeshNetwork {
  /** The handle with which messages are delivered to one peer. */
  peer(did: string): MeshDaemon;
  statuses(): readonly { readonly did: string; readonly link: { readonly state: string } }[];
  /** Told of more than this: `connected` says that what waits for the peer can go. Returns how to stop. */
  subscribe(listener: (event: { readonly type: string; readonly did?: string | null }) => void): () => void;
  /** Dials one peer, or all that are not connected. */
  tryNow(did?: string): Promise<void>;
}

/**
 * The transport handle of a destination: what a sender needs to hand envelopes to one other node. It is online
 * when that node can be reached now. Implementations: MemoryDaemon (the destination is in this process) and
 * Libp2pDaemon.peer (it is elsewhere on the network). Both pass test/support/mesh-daemon-compliance.ts.
 */
export interface MeshDaemon {
  /** The destination's name. */
  readonly nodeId: string;
  /** Null while nobody is known by that name. */
  readonly did: string | null;
  readonly batch: BatchSize;
  isOnline(): boolean;
  /** Makes the destination reachable, or tries to reach it now. */
  bringOnline(): void | Promise<void>;
  /** Makes it unreachable, and lets what is under way fail. */
  takeOffline(): void | Promise<void>;
  /** Who is there, or null while nobody is known. */
  identity(): PeerIdentity | null;
  /**
   * Hands over envelopes (UTF-8 JSON each) in their order and returns what the destination answers: unchecked, an
   * acknowledgement if it is honest. Rejects with `offline`, `timeout`, `cancelled`, `refused` or the
   * destination's own failure; then nothing is known of what arrived.
   */
  deliver(envelopes: readonly Uint8Array[], options?: DeliverOptions): Promise<unknown>;
}
