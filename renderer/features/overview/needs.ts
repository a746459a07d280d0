import type { Thread } from '#shared/contract/domain/message.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { type People, personName, threadName } from '#shared/words/format/person-name.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import { suggestedText } from '#shared/words/reasons/suggested-text.ts';
import { t } from '#shared/words/translate.ts';
import type { IconName } from '../../components/Icon.tsx';
import { isFormer } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import { remindsOfWords } from '../../state/recovery-words.ts';
import { goTo } from '../../state/routes.ts';

export interface Need {
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly actions: readonly { readonly label: string; readonly run: () => void }[];
}

type State = Pick<
  Slices,
  'peers' | 'formerPeers' | 'threads' | 'agent' | 'cell' | 'joining' | 'recoveryWords' | 'demo'
> & { readonly atMs: number };

/** What waits for the operator, the most pressing first. Requests to join are cards of their own. */
export function needsOf(node: State): Need[] {
  return [
    ...joiningNeeds(node),
    ...suggestionNeeds(node),
    ...threadNeeds(node),
    ...startNeeds(node),
    ...wordsNeeds(node),
  ];
}

function joiningNeeds({ joining }: State): Need[] {
  if (!joining) return [];
  const title =
    joining.cellName === null
      ? t('overview.needs.joiningPlain')
      : t('overview.needs.joining', { cell: visibleLine(joining.cellName, 60) });
  const key = joining.state === 'comparing' ? 'overview.needs.compare' : 'overview.needs.look';
  return [
    {
      id: 'joining',
      icon: 'people',
      title,
      detail: joiningReason(joining),
      actions: [{ label: t(key), run: () => goTo('sync') }],
    },
  ];
}

function suggestionNeeds({ agent: { suggestion } }: State): Need[] {
  if (!suggestion) return [];
  return [
    {
      id: 'suggestion',
      icon: 'agent',
      title: t('overview.needs.suggestion', { text: visibleLine(suggestedText(suggestion), 90) }),
      detail: t('overview.needs.suggestionDetail', {
        action: t(`agent.action.${suggestion.action}`),
        time: clockTime(suggestion.atMs),
      }),
      actions: [{ label: t('overview.needs.review'), run: () => goTo('agent') }],
    },
  ];
}

function threadNeeds({ threads, peers, formerPeers }: State): Need[] {
  const people = { peers, formerPeers };
  return threads.flatMap((thread): Need[] => {
    const { last } = thread;
    const quote = last ? t('common.quoted', { text: visibleLine(last.text, 90) }) : '';
    if (thread.unread > 0) {
      return [
        {
          id: `unread ${thread.id}`,
          icon: 'message',
          title: unreadTitle(people, thread),
          detail: last?.direction === 'in' ? quote : '',
          actions: [{ label: t('overview.needs.read'), run: () => goTo('messages', thread.id) }],
        },
      ];
    }
    if (last?.state !== 'expired' && last?.state !== 'refused') return [];
    return [
      {
        id: `failed ${thread.id}`,
        icon: 'clock',
        title:
          thread.id === 'broadcast'
            ? t('overview.needs.failedEveryone')
            : t('overview.needs.failed', { name: threadName(people, thread.id) }),
        detail: quote,
        actions: [{ label: t('overview.needs.look'), run: () => goTo('messages', thread.id) }],
      },
    ];
  });
}

function unreadTitle(people: People, { id, last, unread: n }: Thread): string {
  if (id !== 'broadcast') return t('overview.needs.unread', { name: threadName(people, id), n });
  // Of several, only who wrote last is known here.
  if (n > 1 || last?.direction !== 'in') return t('overview.needs.unreadEveryone', { n });
  return t('overview.since.wroteEveryone', { name: personName(people, last.senderDid) });
}

/** What a newcomer does first: a cell, somebody to share it with, or a peer without one. */
function startNeeds({ cell, joining, peers }: State): Need[] {
  if (cell && !isFormer(cell)) {
    if (cell.members.length > 1) return [];
    return [
      {
        id: 'invite',
        icon: 'people',
        title: t('overview.needs.invite'),
        detail: t('cell.smallText'),
        actions: [{ label: t('cell.invite'), run: () => openOverlay({ kind: 'invite' }) }],
      },
    ];
  }
  const enter: Need = {
    id: 'cell',
    icon: 'people',
    title: t(cell ? 'overview.needs.cellAgain' : 'overview.needs.cell'),
    detail: t('overview.needs.cellDetail'),
    actions: [
      { label: t('cell.join'), run: () => openOverlay({ kind: 'join-cell' }) },
      { label: t('cell.found'), run: () => openOverlay({ kind: 'found-cell' }) },
    ],
  };
  const firstPeer: Need = {
    id: 'first peer',
    icon: 'message',
    title: t('overview.needs.firstPeer'),
    detail: t('overview.needs.firstPeerDetail'),
    actions: [{ label: t('overview.needs.addPeer'), run: () => openOverlay({ kind: 'add-peer' }) }],
  };
  // Peers by hand are for those who never were in a cell; a former member comes back, or starts anew.
  const alone = !cell && !joining && peers.length === 0;
  return [...(joining ? [] : [enter]), ...(alone ? [firstPeer] : [])];
}

function wordsNeeds(node: State): Need[] {
  if (!remindsOfWords(node)) return [];
  return [
    {
      id: 'recovery words',
      icon: 'key',
      title: t('recovery.need.title'),
      detail: t('recovery.need.detail'),
      actions: [{ label: t('recovery.need.write'), run: () => openOverlay({ kind: 'recovery-words' }) }],
    },
  ];
}
