import { asWritten, inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import { type Hello, VERSIONS } from './frames.ts';
import type { LastWord, PeerConnection } from './peer-connection.ts';
import type { PeerRecord, PeerStatus } from './peer-record.ts';

const NOT_SAME_CELL = says('error.link.notSameCell');
const OUR_KEY = says('error.link.ourKeyChanged');
/** Of what a peer says. */
const QUOTED_MAX = 160;

export interface HelloVerdict {
  readonly verdict: NonNullable<PeerRecord['verdict']>;
  /** The last word to the peer. */
  readonly code: string;
  readonly reason: Saying;
}

/** Whether a peer refuses us since it knows another key of ours. */
export function isOfFormerKey(link: PeerStatus['link']): boolean {
  return link.state === 'refused' && link.reason.key === OUR_KEY.key;
}

/** Why nothing comes of a connection although both said hello, or null. Both sides find the same. */
export function judgeHello(peer: PeerConnection): HelloVerdict | null {
  const { theirs } = peer;
  if (theirs.former === true)
    return { verdict: { state: 'refused', reason: OUR_KEY }, code: 'key', reason: OUR_KEY };
  if (peer.version === null) {
    return {
      verdict: { state: 'version', theirs: Math.max(...theirs.versions), ours: Math.max(...VERSIONS) },
      code: 'version',
      reason: says('error.link.versions', { versions: VERSIONS.join(', ') }),
    };
  }
  const reason = otherCells(peer.ours.cells ?? null, theirs.cells ?? null);
  if (reason === null) return null;
  return { verdict: { state: 'refused', reason }, code: 'cell', reason: NOT_SAME_CELL };
}

type Cells = Hello['cells'] | null;

/** Null if there is one in common, or neither is in any. */
function otherCells(ours: Cells, theirs: Cells): Saying | null {
  if (!ours && !theirs) return null;
  if (!theirs) return says('error.link.memberOfNone');
  if (!ours) return says('error.link.weInNoCell');
  if (theirs.some(({ cell }) => ours.some((own) => own.cell === cell))) return null;
  const [first] = theirs;
  return first ? says('error.link.memberOfAnother', { cell: first.cell.slice(0, 8) }) : NOT_SAME_CELL;
}

/** What the peer's last word means for the link. */
export function verdictOf(last: LastWord | null): PeerRecord['verdict'] {
  if (last?.by !== 'them') return null;
  const reason = LAST_WORDS[last.code]?.(last.reason);
  return reason === undefined ? null : { state: 'refused', reason };
}

const LAST_WORDS: Readonly<Record<string, (reason: string) => Saying>> = {
  'cut-off': (reason) => says('error.link.cutUsOff', { reason: asWritten(reason.slice(0, QUOTED_MAX)) }),
  key: () => OUR_KEY,
  removed: () => says('error.link.removedUs'),
  cell: (reason) =>
    reason === inEnglish(NOT_SAME_CELL) ? NOT_SAME_CELL : asWritten(reason.slice(0, QUOTED_MAX)),
  twin: () => says('error.link.twinConnected'),
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
  const components = connection.remoteAddr.getComponents();
  const zone = components[0]?.name === 'ip6zone' ? components[0].value : undefined;
  const [host, tcp] = zone === undefined ? components : components.slice(1);
  if (host?.value === undefined || (host.name !== 'ip4' && host.name !== 'ip6')) return [];
  const ports = dialledByUs ? [tcp?.value] : theirs.ports.slice(0, 2);
  const before = zone === undefined ? '' : `/ip6zone/${zone}`;
  return ports.map((port) => `${before}/${host.name}/${host.value}/tcp/${port}`);
}
