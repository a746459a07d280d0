import { useState } from 'react';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar, EveryoneAvatar } from '../../components/Avatar.tsx';
import { IconButton } from '../../components/Button.tsx';
import { Menu } from '../../components/Menu.tsx';
import { useCell } from '../../state/cell.ts';
import { copyText } from '../../state/clipboard.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { usePeerContext, usePeople } from '../../state/peer-context.ts';
import { syncNow } from '../../state/sync-now.ts';
import { useMute } from '../../state/use-mute.ts';
import { useWaitReason } from '../../state/work-state.ts';
import styles from './ConversationHeader.module.css';
import { DeleteConversation } from './DeleteConversation.tsx';

export function ConversationHeader({ thread }: { readonly thread: string }) {
  const peers = useNode((node) => node.peers);
  const peer = peers.find((one) => one.did === thread) ?? null;
  const name = threadName(usePeople(), thread);
  const muted = useNode((node) => node.settings.notices.muted.includes(thread));
  return (
    <header className={styles.header}>
      {peer ? <PeerFace peer={peer} /> : <EveryoneAvatar size={34} />}
      <div className={styles.text}>
        <h2 title={name}>
          <bdi>{name}</bdi>
        </h2>
        {peer ? (
          <PeerState peer={peer} muted={muted} />
        ) : thread === 'broadcast' ? (
          <p>{t('messages.everyone.sub', { n: peers.length })}</p>
        ) : null}
      </div>
      {peer ? <PeerMenu peer={peer} muted={muted} /> : null}
    </header>
  );
}

function PeerFace({ peer }: { readonly peer: Peer }) {
  const reason = peerReason(peer, usePeerContext());
  return (
    <Avatar
      name={peer.name}
      order={peer.order}
      size={34}
      mark={reason.mark}
      offline={reason.mark === 'offline'}
    />
  );
}

interface WithMuted {
  readonly peer: Peer;
  readonly muted: boolean;
}

function PeerState({ peer, muted }: WithMuted) {
  const reason = peerReason(peer, usePeerContext());
  return (
    <p>
      {reason.sentence} {reason.detail} {muted ? t('messages.muted') : null}
    </p>
  );
}

function PeerMenu({ peer, muted }: WithMuted) {
  const dashboard = useDashboard();
  const inCell = useCell() !== null;
  const mute = useMute();
  const wait = useWaitReason();
  const name = visibleLine(peer.name);
  const label = t('messages.menu', { name });
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu
        label={label}
        trigger={<IconButton icon="more" label={label} />}
        items={[
          {
            label: t('messages.menu.tryNow', { name }),
            icon: 'bolt',
            onSelect: () => void syncNow(dashboard, peer.did),
          },
          inCell
            ? {
                label: t('messages.menu.address'),
                icon: 'pencil',
                onSelect: () => openOverlay({ kind: 'address', did: peer.did }),
              }
            : {
                label: t('messages.menu.edit'),
                icon: 'pencil',
                onSelect: () => openOverlay({ kind: 'edit-peer', did: peer.did }),
              },
          {
            label: t('messages.menu.copyDid', { name }),
            icon: 'copy',
            onSelect: () => void copyText(peer.did),
          },
          {
            label: t(muted ? 'messages.menu.unmute' : 'messages.menu.mute'),
            icon: muted ? 'bell' : 'bellOff',
            disabled: wait !== null,
            onSelect: () => void mute(peer.did, !muted),
          },
          {
            label: t('messages.menu.deleteAll'),
            icon: 'close',
            danger: true,
            onSelect: () => setDeleting(true),
          },
          ...(inCell
            ? []
            : [
                {
                  label: t('messages.menu.remove'),
                  icon: 'close' as const,
                  danger: true,
                  onSelect: () => openOverlay({ kind: 'remove-peer', did: peer.did }),
                },
              ]),
        ]}
      />
      {deleting ? (
        <DeleteConversation thread={peer.did} name={name} onClose={() => setDeleting(false)} />
      ) : null}
    </>
  );
}
