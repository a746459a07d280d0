import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import type { PeerReasonContext } from '#shared/words/reasons/peer-reason.ts';
import { peersApart } from '#shared/words/reasons/peers-apart.ts';
import { t } from '#shared/words/translate.ts';
import { isFormer, openRequests } from '../../state/cell.ts';
import { peersInWords } from '../../state/peers-in-words.ts';

/** Who has what, and what waits for whom, in one sentence. */
export function syncAnswer(
  node: Pick<Slices, 'cell' | 'peers' | 'online' | 'queue'>,
  context: PeerReasonContext,
  past: boolean,
): { readonly claim: string; readonly rest: string } {
  const cell = visibleLine(node.cell?.name ?? '', 60);
  if (isFormer(node.cell)) {
    return { claim: t('sync.answer.former', { cell }), rest: t('sync.answer.formerRest') };
  }
  const { here } = peersApart(node.peers, node.cell);
  if (here.length === 0) {
    const asking = openRequests(node.cell).length;
    return {
      claim: t('sync.answer.alone'),
      rest:
        asking > 0 ? t('sync.answer.aloneAsked', { cell, n: asking }) : t('sync.answer.aloneRest', { cell }),
    };
  }
  if (!node.online) {
    return {
      claim: t('overview.answer.offline'),
      rest: t('sync.answer.offlineRest', { n: node.queue.waiting }),
    };
  }
  const { claim, notable, waits } = peersInWords(here, context, past);
  return { claim, rest: waits ? `${notable} ${t('sync.answer.lost')}` : notable };
}
