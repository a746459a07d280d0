import { useEffect } from 'react';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { NodeBanner, useDocumentTitle } from '../../components/Page.tsx';
import { useCell } from '../../state/cell.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { isInBrowser } from '../../state/electron-carrier.ts';
import { useSpoken } from '../../state/live-region.ts';
import { useMedia } from '../../state/media.ts';
import { openOverlay } from '../../state/overlays.ts';
import { goTo, useRoute } from '../../state/routes.ts';
import { Conversation } from './Conversation.tsx';
import { EmptyConversationsDrawing } from './EmptyConversationsDrawing.tsx';
import { Life } from './Life.tsx';
import styles from './Messages.module.css';
import { moveOlderDrafts } from './older-drafts.ts';
import { ThreadList } from './ThreadList.tsx';

/** Where threads, conversation and inspector have room beside each other. */
const WIDE = '(min-width: 1240px)';

export function MessagesPage() {
  const dashboard = useDashboard();
  const { part, item } = useRoute();
  const peers = useNode((node) => node.peers);
  const threads = useNode((node) => node.threads);
  const inCell = useCell() !== null;
  const did = useNode((node) => node.me?.did ?? '');
  const waiting = useNode((node) => node.queue.waiting);
  const wide = useMedia(WIDE);
  const unread = threads.reduce((sum, thread) => sum + thread.unread, 0);
  const spoken = useSpoken(
    threads.some(({ last }) => last !== null)
      ? t('messages.answer', { waiting, unread })
      : t('messages.answer.none'),
  );
  const known = part !== null && (part === 'broadcast' || hasThread(part, peers, threads));
  const thread = known ? part : null;
  const number = thread !== null && item !== null && /^\d+$/.test(item) ? Number(item) : null;
  useDocumentTitle(t('shell.page.messages'));

  // A page in a browser has never kept any.
  useEffect(() => {
    if (did !== '' && !isInBrowser()) void moveOlderDrafts(dashboard, localStorage, did);
  }, [dashboard, did]);

  useEffect(() => {
    if (thread === null) return;
    if (number !== null) void dashboard.loadAround(thread, number);
    else void dashboard.loadMessages(thread, 'newest');
  }, [dashboard, thread, number]);

  const close = () => goTo('messages', thread);
  return (
    <div className={styles.page}>
      <p className="visuallyHidden" role="status">
        {spoken}
      </p>
      <div className={styles.threads}>
        <ThreadList selected={thread} />
      </div>
      <div className={styles.conversation}>
        <div className={styles.banner}>
          <NodeBanner />
        </div>
        {thread !== null ? (
          <Conversation key={thread} thread={thread} selected={number} />
        ) : peers.length === 0 ? (
          <EmptyState
            drawing={<EmptyConversationsDrawing />}
            title={t(inCell ? 'messages.none.titleInCell' : 'messages.none.title')}
            text={t('messages.none.text')}
            note={t('messages.none.note')}
            actions={inCell ? <InviteAction /> : <AddPeerActions />}
          />
        ) : (
          <EmptyState
            drawing={<EmptyConversationsDrawing />}
            title={t('messages.pick.title')}
            text={t('messages.pick.text')}
          />
        )}
      </div>
      {thread !== null && number !== null ? (
        wide ? (
          <aside className={styles.inspector} aria-label={t('messages.life')}>
            <Life thread={thread} number={number} onClose={close} />
          </aside>
        ) : (
          <Dialog title={t('messages.life')} kind="sheet" onClose={close}>
            <Life thread={thread} number={number} onClose={null} />
          </Dialog>
        )
      ) : null}
    </div>
  );
}

function InviteAction() {
  return (
    <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'invite' })}>
      {t('cell.invite')}
    </Button>
  );
}

function AddPeerActions() {
  const did = useNode((node) => node.me?.did ?? '');
  return (
    <>
      <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'add-peer' })}>
        {t('messages.addPeer')}
      </Button>
      <CopyButton size="large" text={did} label={t('messages.copyIdentity')} />
    </>
  );
}

function hasThread(
  id: string,
  peers: readonly { readonly did: string }[],
  threads: readonly { readonly id: string }[],
): boolean {
  return peers.some((peer) => peer.did === id) || threads.some((thread) => thread.id === id);
}
