import type { Slices } from '#shared/domain/snapshot.ts';
import { duration } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import type { PeerReasonContext } from '#shared/reasons/peer-reason.ts';
import { worstFirst } from '#shared/reasons/pulse.ts';

export interface Answer {
  readonly claim: string;
  readonly rest: string;
}

/** The sentence that opens Overview: who is in sync, the two worst reasons, what needs the operator. */
export function overviewAnswer(
  node: Pick<Slices, 'peers' | 'online' | 'queue' | 'threads' | 'agent'>,
  context: PeerReasonContext,
  past: boolean,
): Answer {
  const needs = needsSentence(node);
  if (node.peers.length === 0) {
    return { claim: t('overview.answer.noPeers'), rest: t('overview.answer.noPeersRest') };
  }
  if (!node.online) {
    const waiting = node.queue.waiting;
    const queued = waiting > 0 ? `${t('overview.answer.queued', { n: waiting })} ` : '';
    return { claim: t('overview.answer.offline'), rest: `${queued}${needs}` };
  }
  const judged = worstFirst(node.peers, context);
  const inSync = judged.filter(({ reason }) => reason.state === 'inSync').length;
  const notable = judged
    .filter(({ reason }) => reason.state !== 'inSync')
    .slice(0, 2)
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
    claim: t(key, { n: inSync, total: node.peers.length }),
    rest: `${notable.length > 0 ? `${notable.join('; ')}. ` : ''}${needs}`,
  };
}

function needsSentence(node: Pick<Slices, 'threads' | 'agent'>): string {
  const unread = node.threads.reduce((sum, thread) => sum + thread.unread, 0);
  if (node.agent.suggestion) return t('overview.answer.suggestion');
  if (unread > 0) return t('overview.answer.unread', { n: unread });
  return t('overview.answer.nothing');
}
