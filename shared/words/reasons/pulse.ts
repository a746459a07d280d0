/** The state of all peers in two lines, for the sidebar, the tray and the status command. */
import type { Peer } from '../../contract/domain/peer.ts';
import { hostOfAddress } from '../format/address.ts';
import { t } from '../translate.ts';
import type { Mark } from './mark.ts';
import { type PeerReason, type PeerReasonContext, type PeerState, peerReason } from './peer-reason.ts';

export interface Pulse {
  /** Mark of the worst peer; `offline` when there is none. */
  readonly mark: Mark;
  readonly headline: string;
  readonly detail: string;
  readonly inSync: number;
}

/** Worst first. */
const SEVERITY: readonly PeerState[] = [
  'cutOff',
  'refused',
  'version',
  'noNetwork',
  'offline',
  'neverSeen',
  'connecting',
  'iAmOffline',
  'connectedWaiting',
  'sending',
  'receiving',
  'inSync',
];

interface Judged {
  readonly peer: Peer;
  readonly reason: PeerReason;
}

export function worstFirst(peers: readonly Peer[], context: PeerReasonContext): Judged[] {
  const rank = ({ reason }: Judged) =>
    SEVERITY.indexOf(reason.state) - (reason.state === 'inSync' && reason.caution ? 0.5 : 0);
  return peers
    .map((peer) => ({ peer, reason: peerReason(peer, context) }))
    .sort((a, b) => rank(a) - rank(b) || a.peer.order - b.peer.order);
}

export function pulse(
  peers: readonly Peer[],
  context: PeerReasonContext,
  addresses: readonly string[],
): Pulse {
  const judged = worstFirst(peers, context);
  const worst = judged[0];
  const inSync = judged.filter(({ reason }) => reason.state === 'inSync').length;
  if (!worst) {
    const hosts = addresses.length > 0 ? hostOfAddress(addresses[0] ?? '') : '';
    return {
      mark: 'offline',
      headline: t(context.online ? 'reason.pulse.none' : 'reason.pulse.iAmOffline'),
      detail: hosts ? t('reason.pulse.listening', { hosts }) : t('reason.pulse.notListening'),
      inSync,
    };
  }
  const headline = !context.online
    ? t('reason.pulse.iAmOffline')
    : worst.reason.state === 'noNetwork' && inSync === 0
      ? t('reason.pulse.noNetwork')
      : t('reason.pulse.inSync', { n: inSync, total: peers.length });
  const notable = judged.filter(({ reason }) => reason.state !== 'inSync' || reason.caution !== null);
  const detail = notable
    .slice(0, 2)
    .map(({ reason }) => t('reason.pulse.one', { name: reason.side.name ?? '', reason: reason.short }))
    .join(' · ');
  return { mark: worst.reason.mark, headline, detail: detail || t('reason.pulse.all'), inSync };
}
