import type { Peer } from '#shared/contract/domain/peer.ts';
import { duration } from '#shared/words/format/times.ts';
import type { PeerReasonContext } from '#shared/words/reasons/peer-reason.ts';
import { worstFirst } from '#shared/words/reasons/pulse.ts';
import { t } from '#shared/words/translate.ts';

const NAMED = 2;

/** `2 of 4 peers are in sync.`, and of the two worst what is the matter with them; `waits` with one that is not. */
export function peersInWords(
  peers: readonly Peer[],
  context: PeerReasonContext,
  past: boolean,
): { readonly claim: string; readonly notable: string; readonly waits: boolean } {
  const judged = worstFirst(peers, context);
  const inSync = judged.filter(({ reason }) => reason.state === 'inSync').length;
  const notable = judged
    .filter(({ reason }) => reason.state !== 'inSync' || reason.onTwo)
    .slice(0, NAMED)
    .map(({ peer, reason }) => {
      const name = String(reason.side.name);
      switch (reason.state) {
        case 'offline':
          return t('overview.answer.offlinePeer', {
            name,
            duration: duration(context.nowMs - (peer.lastSeenAtMs ?? context.nowMs)),
          });
        case 'sending':
          return t('overview.answer.receivingPeer', reason.side);
        case 'receiving':
          return t('overview.answer.sendingPeer', reason.side);
        default:
          return t('overview.answer.peer', { name, reason: reason.short });
      }
    });
  const key = past ? 'overview.answer.was' : 'overview.answer.inSync';
  return {
    claim: t(key, { n: inSync, total: peers.length }),
    waits: inSync < judged.length,
    notable: notable.length > 0 ? `${notable.join('; ')}.` : '',
  };
}
