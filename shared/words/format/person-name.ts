import type { FormerPeer, Peer } from '../../contract/domain/peer.ts';
import { t } from '../translate.ts';
import { visibleLine } from './peer-text.ts';

/** Everybody of whom there are messages: who is a peer keeps its name, and so does who was one. */
export interface People {
  readonly peers: readonly Peer[];
  readonly formerPeers: readonly FormerPeer[];
}

/** The name of a DID, safe to stand in a line. */
export function personName({ peers, formerPeers }: People, did: string): string {
  const known = peers.find((peer) => peer.did === did) ?? formerPeers.find((peer) => peer.did === did);
  return visibleLine(known?.name ?? t('common.unknownPeer'));
}

/** The name of a thread: `Everyone`, or the other side's. */
export function threadName(people: People, thread: string): string {
  return thread === 'broadcast' ? t('common.everyone') : personName(people, thread);
}
