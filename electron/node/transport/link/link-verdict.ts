import type { CellLink } from './cell-link.ts';
import { VERSIONS } from './frames.ts';
import type { LastWord, PeerConnection } from './peer-connection.ts';
import type { PeerRecord } from './peer-record.ts';

export interface HelloVerdict {
  readonly verdict: NonNullable<PeerRecord['verdict']>;
  /** The last word to the peer. */
  readonly code: string;
  readonly reason: string;
}

/** Why nothing comes of a connection although both said hello, or null. Both sides find the same. */
export function judgeHello(link: CellLink | null, peer: PeerConnection): HelloVerdict | null {
  const { theirs } = peer;
  if (peer.version === null) {
    return {
      verdict: { state: 'version', theirs: Math.max(...theirs.versions), ours: Math.max(...VERSIONS) },
      code: 'version',
      reason: `this node speaks version ${VERSIONS.join(', ')}`,
    };
  }
  const reason = otherCell(link?.log.cell ?? null, theirs.cell ?? null);
  if (reason === null) return null;
  return { verdict: { state: 'refused', reason }, code: 'cell', reason: 'the two are not in the same cell' };
}

function otherCell(ours: string | null, theirs: string | null): string | null {
  if (ours === theirs) return null;
  if (theirs === null) return 'not a member of this cell, and of no other';
  if (ours === null) return 'it is in a cell, and this node is in none';
  return `not a member of this cell: it is in another one (${theirs.slice(0, 8)})`;
}

/** What the peer's last word means for the link. */
export function verdictOf(last: LastWord | null): PeerRecord['verdict'] {
  if (last?.by !== 'them') return null;
  const reason = LAST_WORDS[last.code]?.(last.reason);
  return reason === undefined ? null : { state: 'refused', reason: reason.slice(0, 200) };
}

const LAST_WORDS: Readonly<Record<string, (reason: string) => string>> = {
  'cut-off': (reason) => `it cut the connection because this node ${reason}`,
  removed: () => 'it removed this node from its peers',
  cell: (reason) => reason,
  twin: () => 'another node with the key of this one is connected to it',
};

/**
 * Of two connections, both sides keep the same one: the one of the peer's present life, then the one that was
 * dialled by the lower PeerId, then the newer one.
 */
export function preferredConnection(
  ourPeerId: string,
  older: PeerConnection,
  newer: PeerConnection,
): PeerConnection {
  if (older.theirs.instance !== newer.theirs.instance) return newer;
  if (older.dialledByUs === newer.dialledByUs) return newer;
  const weAreLower = ourPeerId < newer.connection.remotePeer.toString();
  return older.dialledByUs === weAreLower ? older : newer;
}

/** What the peer listens on, at the address that it was seen at: that much it cannot make up. */
export function addressesOf({ connection, theirs, dialledByUs }: PeerConnection): string[] {
  const [host, tcp] = connection.remoteAddr.getComponents();
  if (host?.value === undefined || (host.name !== 'ip4' && host.name !== 'ip6')) return [];
  const ports = dialledByUs ? [tcp?.value] : theirs.ports.slice(0, 2);
  return ports.map((port) => `/${host.name}/${host.value}/tcp/${port}`);
}
