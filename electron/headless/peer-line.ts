import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { ago } from '#shared/words/format/times.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import type { NodeClient } from './ask-node.ts';

/** How a peer is reached, in words. Where no node runs, nothing is known of anybody but when it was seen last. */
export function peerLine(
  peer: Peer,
  { running }: Pick<NodeClient, 'running'>,
  { online, network, me }: Snapshot,
): { state: string; reason: string } {
  const nowMs = Date.now();
  if (!running) {
    const seen =
      peer.lastSeenAtMs === null
        ? t('terminal.peers.notSeen')
        : t('terminal.peers.lastSeen', { ago: ago(peer.lastSeenAtMs, nowMs) });
    const n = peer.waitingMessages;
    return { state: 'notRunning', reason: n > 0 ? `${seen} ${t('terminal.peers.waiting', { n })}` : seen };
  }
  const { state, sentence, detail } = peerReason(peer, { nowMs, online, network, myName: me?.name ?? '' });
  return { state, reason: detail ? `${sentence} ${detail}` : sentence };
}
