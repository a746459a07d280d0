import type { Directory } from './directory.ts';

/** What a node remembers of a peer beside its keys. */
export interface PeerRecord {
  readonly did: string;
  readonly name: string;
  /** Where to dial it, given by hand; null when that is unknown. */
  readonly address: string | null;
  /** Place in the order of joining or adding; this node's own place is left out. */
  readonly position: number;
  readonly addedAtMs: number;
  readonly lastSeenAtMs: number | null;
}

/** A directory that also keeps where and when each peer was met. */
export interface PeerRegistry extends Directory {
  /** Every peer, in order. */
  list(): PeerRecord[];
  get(did: string): PeerRecord | null;
  /** Sets where to dial a peer. Throws `not-found` or `invalid-argument`. */
  setAddress(did: string, address: string | null): PeerRecord;
  sawPeer(did: string, atMs: number): void;
}

/** The setting that keeps where a peer was met, the newest address first. */
export function addressesKey(did: string): string {
  return `addresses/${did}`;
}
