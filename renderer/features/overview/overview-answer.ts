import type { Joining } from '#shared/contract/domain/cell.ts';
import type { Slices, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import type { PeerReasonContext } from '#shared/words/reasons/peer-reason.ts';
import { peersApart } from '#shared/words/reasons/peers-apart.ts';
import { t } from '#shared/words/translate.ts';
import { waitingForkCount } from '../../components/forks/fork-needs.ts';
import { waitingVoteCount } from '../../components/voting/waiting-votes.ts';
import { isFormer, openRecoveries, openRequests } from '../../state/cell.ts';
import { peersInWords } from '../../state/peers-in-words.ts';
import { remindsOfWords } from '../../state/recovery-words.ts';

export interface Answer {
  readonly claim: string;
  readonly rest: string;
}

type State = Pick<Slices, 'peers' | 'online' | 'queue' | 'threads' | 'agent'> &
  Partial<
    Pick<
      Snapshot,
      'cell' | 'proposals' | 'proposalCounts' | 'joining' | 'demo' | 'recoveryWords' | 'forks' | 'atMs'
    >
  >;

/** The sentence that opens Overview: who is in sync, the two worst reasons, what needs the operator. */
export function overviewAnswer(node: State, context: PeerReasonContext, past: boolean): Answer {
  const needs = needsSentence(node);
  if (node.cell && isFormer(node.cell)) {
    const cell = visibleLine(node.cell.name, 60);
    return { claim: t('overview.answer.former', { cell }), rest: needs };
  }
  const { here } = peersApart(node.peers, node.cell);
  if (here.length === 0) {
    if (!node.cell && node.joining) return joiningAnswer(node.joining);
    if (!node.cell) return { claim: t('overview.answer.noPeers'), rest: t('overview.answer.noPeersRest') };
    const cell = visibleLine(node.cell.name, 60);
    const asked =
      openRequests(node.cell).length > 0 || waitingVoteCount(node) > 0
        ? needs
        : t('overview.answer.aloneRest');
    return { claim: t('overview.answer.alone', { cell }), rest: asked };
  }
  if (!node.online) {
    const waiting = node.queue.waiting;
    const queued = waiting > 0 ? `${t('overview.answer.queued', { n: waiting })} ` : '';
    return { claim: t('overview.answer.offline'), rest: `${queued}${needs}` };
  }
  const { claim, notable } = peersInWords(here, context, past);
  return { claim, rest: `${notable ? `${notable} ` : ''}${needs}` };
}

function joiningAnswer(joining: Joining): Answer {
  const { cellName } = joining;
  const claim =
    cellName === null
      ? t('overview.answer.joiningPlain')
      : t('overview.answer.joining', { cell: visibleLine(cellName, 60) });
  return { claim, rest: joiningReason(joining) };
}

function needsSentence(node: State): string {
  const votes = waitingVoteCount(node);
  const asking = openRequests(node.cell ?? null).length;
  const unread = node.threads.reduce((sum, thread) => sum + thread.unread, 0);
  if (votes > 0) return t('overview.answer.votes', { n: votes });
  const forks = waitingForkCount(node);
  if (forks > 0) return t('forks.answer.overview', { n: forks });
  const recoveries = openRecoveries(node.cell ?? null);
  const returning = recoveries.filter(({ state }) => state === 'asking').length;
  if (returning < recoveries.length) return t('recovery.answer.differ');
  if (returning > 0) return t('recovery.answer.asking', { n: returning });
  if (asking > 0) return t('overview.answer.asking', { n: asking });
  if (node.agent.suggestion) return t('overview.answer.suggestion');
  if (unread > 0) return t('overview.answer.unread', { n: unread });
  if (remindsOfWords(node)) return t('recovery.answer.overview');
  return t('overview.answer.nothing');
}
