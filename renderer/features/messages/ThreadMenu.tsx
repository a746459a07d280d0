import { useState } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton } from '../../components/Button.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { useCell } from '../../state/cell.ts';
import { copyText } from '../../state/clipboard.ts';
import { useDashboard, useDashboardState, useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { usePeople } from '../../state/peer-context.ts';
import { syncNow } from '../../state/sync-now.ts';
import { useMute } from '../../state/use-mute.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { DeleteConversation } from './DeleteConversation.tsx';
import { ExportConversation } from './ExportConversation.tsx';
import { MuteDialog } from './MuteDialog.tsx';
import { useMarkUnread } from './use-mark-unread.ts';

type Question = 'mute' | 'export' | 'delete';

/** What can be done with a conversation, and with whom it is. */
export function ThreadMenu(props: {
  readonly thread: string;
  /** Null for everyone, and for who is no peer any more. */
  readonly peer: Peer | null;
  readonly isMuted: boolean;
}) {
  const { thread, peer, isMuted } = props;
  const dashboard = useDashboard();
  const inCell = useCell() !== null;
  const mute = useMute();
  const wait = useWaitReason();
  const name = threadName(usePeople(), thread);
  const hasMessages = useNode((node) => node.threads.some(({ id, last }) => id === thread && last !== null));
  const newest = useDashboardState((state) =>
    state.conversations[thread]?.messages.findLast(({ direction }) => direction === 'in'),
  );
  const markUnread = useMarkUnread();
  const [asking, setAsking] = useState<Question | null>(null);
  const close = () => setAsking(null);
  const label = thread === 'broadcast' ? t('messages.menu.everyone') : t('messages.menu', { name });
  const ofConversation: readonly MenuItem[] = [
    {
      label: t('messages.menu.markUnread'),
      icon: 'message',
      disabled: wait !== null || newest === undefined,
      onSelect: () => newest && void markUnread(newest.id),
    },
    isMuted
      ? {
          label: t('messages.menu.unmute'),
          icon: 'bell',
          disabled: wait !== null,
          onSelect: () => void mute(thread, null),
        }
      : {
          label: t('messages.menu.mute'),
          icon: 'bellOff',
          disabled: wait !== null,
          onSelect: () => setAsking('mute'),
        },
    {
      label: t('messages.menu.export'),
      icon: 'download',
      disabled: !hasMessages,
      onSelect: () => setAsking('export'),
    },
    {
      label: t('messages.menu.deleteAll'),
      icon: 'close',
      danger: true,
      disabled: !hasMessages,
      onSelect: () => setAsking('delete'),
    },
  ];
  return (
    <>
      <Menu
        label={label}
        trigger={<IconButton icon="more" label={label} />}
        items={[
          ...(peer
            ? [
                {
                  label: t('messages.menu.tryNow', { name }),
                  icon: 'bolt' as const,
                  onSelect: () => void syncNow(dashboard, peer.did),
                },
                inCell
                  ? {
                      label: t('messages.menu.address'),
                      icon: 'pencil' as const,
                      onSelect: () => openOverlay({ kind: 'address', did: peer.did }),
                    }
                  : {
                      label: t('messages.menu.edit'),
                      icon: 'pencil' as const,
                      onSelect: () => openOverlay({ kind: 'edit-peer', did: peer.did }),
                    },
                {
                  label: t('messages.menu.copyDid', { name }),
                  icon: 'copy' as const,
                  onSelect: () => void copyText(peer.did),
                },
              ]
            : []),
          ...ofConversation,
          ...(peer && !inCell
            ? [
                {
                  label: t('messages.menu.remove'),
                  icon: 'close' as const,
                  danger: true,
                  onSelect: () => openOverlay({ kind: 'remove-peer', did: peer.did }),
                },
              ]
            : []),
        ]}
      />
      {asking === 'mute' ? <MuteDialog thread={thread} name={name} onClose={close} /> : null}
      {asking === 'export' ? <ExportConversation thread={thread} name={name} onClose={close} /> : null}
      {asking === 'delete' ? <DeleteConversation thread={thread} name={name} onClose={close} /> : null}
    </>
  );
}
