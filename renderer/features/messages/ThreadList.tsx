import { visibleLine } from '#shared/format/peer-text.ts';
import { threadName } from '#shared/format/person-name.ts';
import { isoTime, listTime } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { peerReason } from '#shared/reasons/peer-reason.ts';
import { useCell } from '../../app/cell.ts';
import { copyText } from '../../app/clipboard.ts';
import { useDashboardState, useNode } from '../../app/context.tsx';
import { openOverlay } from '../../app/overlays.ts';
import { usePeerContext, usePeople } from '../../app/peer-context.ts';
import { RovingList } from '../../app/RovingList.tsx';
import { routeHref } from '../../app/routes.ts';
import { Avatar, EveryoneAvatar } from '../../components/Avatar.tsx';
import { IconButton } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { Menu } from '../../components/Menu.tsx';
import { Count, Tag } from '../../components/Tag.tsx';
import styles from './ThreadList.module.css';
import { type ThreadRow, threadRows } from './thread-rows.ts';

export function ThreadList({ selected }: { readonly selected: string | null }) {
  const peers = useNode((node) => node.peers);
  const threads = useNode((node) => node.threads);
  const did = useNode((node) => node.me?.did ?? '');
  const inCell = useCell() !== null;
  const stale = useDashboardState((state) => state.stale);
  const label = t(inCell ? 'messages.newInCell' : 'messages.new');
  return (
    <>
      <header className={styles.header}>
        <h1>{t('shell.page.messages')}</h1>
        <Menu
          label={label}
          trigger={<IconButton framed icon="plus" label={label} data-new="" />}
          items={[
            inCell
              ? {
                  label: t('cell.invite'),
                  icon: 'people',
                  onSelect: () => openOverlay({ kind: 'invite' }),
                }
              : {
                  label: t('messages.addPeer'),
                  icon: 'people',
                  onSelect: () => openOverlay({ kind: 'add-peer' }),
                },
            { label: t('messages.copyIdentity'), icon: 'copy', onSelect: () => void copyText(did) },
          ]}
        />
      </header>
      <RovingList label={t('messages.threads')} className={classes(styles.list, stale && styles.stale)}>
        {threadRows(peers, threads).map((row) => (
          <Row key={row.thread.id} row={row} current={row.thread.id === selected} />
        ))}
      </RovingList>
    </>
  );
}

function Row({ row, current }: { readonly row: ThreadRow; readonly current: boolean }) {
  const { thread, peer } = row;
  const context = usePeerContext();
  const { last } = thread;
  const everyone = thread.id === 'broadcast';
  const name = threadName(usePeople(), thread.id);
  const reason = peer ? peerReason(peer, context) : null;
  const text = last ? visibleLine(last.text, 80) : t('messages.noMessage');
  const preview = last?.direction === 'out' ? t('messages.you', { text }) : text;
  return (
    <li>
      <a
        href={routeHref('messages', thread.id)}
        data-item=""
        aria-current={current ? 'true' : undefined}
        className={classes(styles.row, thread.unread > 0 && styles.unread)}
      >
        {everyone || !peer ? (
          <EveryoneAvatar size={36} />
        ) : (
          <Avatar
            name={peer.name}
            order={peer.order}
            size={36}
            offline={reason?.mark === 'offline'}
            mark={reason?.mark ?? null}
          />
        )}
        <span className={styles.name} title={name}>
          <bdi>{name}</bdi>
          {reason ? <span className="visuallyHidden">, {reason.short}</span> : null}
        </span>
        {last ? (
          <time className={styles.time} dateTime={isoTime(last.atMs)}>
            {listTime(last.atMs, context.nowMs)}
          </time>
        ) : null}
        <span className={styles.preview} dir="auto" title={preview}>
          {preview}
        </span>
        <span className={styles.count}>
          {thread.waiting > 0 ? <Tag>{t('messages.waitTag', { n: thread.waiting })}</Tag> : null}
          {thread.unread > 0 ? (
            <Count tone="accent" value={thread.unread} label={t('messages.unread', { n: thread.unread })} />
          ) : null}
        </span>
      </a>
    </li>
  );
}
