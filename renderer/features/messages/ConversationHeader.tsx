import { type Muted, mutingOf } from '#shared/contract/domain/notice-settings.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { clockTime, dayAndTime, sameDay } from '#shared/words/format/times.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar, EveryoneAvatar } from '../../components/Avatar.tsx';
import { useNode } from '../../state/context.tsx';
import { useLeftFor } from '../../state/held-cells.ts';
import { useNow } from '../../state/now.ts';
import { usePeerContext, usePeople } from '../../state/peer-context.ts';
import styles from './ConversationHeader.module.css';
import { ThreadMenu } from './ThreadMenu.tsx';

export function ConversationHeader({ thread }: { readonly thread: string }) {
  const peers = useNode((node) => node.peers);
  const peer = peers.find((one) => one.did === thread) ?? null;
  const name = threadName(usePeople(), thread);
  const notices = useNode((node) => node.settings.notices);
  const nowMs = useNow(1_000);
  const muting = mutingOf(notices, thread, nowMs);
  return (
    <header className={styles.header}>
      {peer ? <PeerFace peer={peer} /> : <EveryoneAvatar size={34} />}
      <div className={styles.text}>
        <h2 title={name}>
          <bdi>{name}</bdi>
        </h2>
        <p>
          {peer ? <PeerState peer={peer} /> : null}
          {thread === 'broadcast' ? t('messages.everyone.sub', { n: peers.length }) : null}{' '}
          {muting ? mutedInWords(muting, nowMs) : null}{' '}
          {muting?.alsoToEveryone ? t('messages.mutedAlso', { name }) : null}
        </p>
      </div>
      <ThreadMenu thread={thread} peer={peer} isMuted={muting !== null} />
    </header>
  );
}

function mutedInWords({ untilMs }: Muted, nowMs: number): string {
  if (untilMs === null) return t('messages.muted');
  const when = sameDay(untilMs, nowMs) ? clockTime(untilMs) : dayAndTime(untilMs);
  return t('messages.mutedUntil', { when });
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

function PeerState({ peer }: { readonly peer: Peer }) {
  const reason = peerReason(peer, usePeerContext());
  const left = useLeftFor()(peer.did);
  return (
    <>
      {reason.sentence} {reason.detail} {left}
    </>
  );
}
