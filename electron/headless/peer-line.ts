import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { ago } from '#shared/words/format/times.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import type { NodeClient } from './ask-node.ts';

export const NOT_RUNNING = 'no node runs in this home';

/** How a peer is reached, in words. Where no node runs, nothing is known of anybody but when it was seen last. */
export function peerLine(
  peer: Peer,
  { running }: Pick<NodeClient, 'running'>,
  { online, network, me }: Snapshot,
): { state: string; reason: string } {
  const nowMs = Date.now();
  if (!running) {
    const seen = peer.lastSeenAtMs === null ? 'not seen yet' : `last seen ${ago(peer.lastSeenAtMs, nowMs)}`;
    const waiting = peer.waitingMessages > 0 ? ` Messages that wait: ${peer.waitingMessages}.` : '';
    return { state: 'notRunning', reason: `Unknown, as ${NOT_RUNNING}; ${seen}.${waiting}` };
  }
  const { state, sentence, detail } = peerReason(peer, { nowMs, online, network, myName: me?.name ?? '' });
  return { state, reason: detail ? `${sentence} ${detail}` : sentence };
}
