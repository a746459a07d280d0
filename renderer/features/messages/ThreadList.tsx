import { mutingOf } from '#shared/contract/domain/notice-settings.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { isoTime, listTime } from '#shared/words/format/times.ts';
import { peerReason } from '#shared/words/reasons/peer-reason.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar, EveryoneAvatar } from '../../components/Avatar.tsx';
import { IconButton } from '../../components/Button.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { RovingList } from '../../components/RovingList.tsx';
import { Count, Tag } from '../../components/Tag.tsx';
import { useCell } from '../../state/cell.ts';
import { copyText } from '../../state/clipboard.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { usePeerContext, usePeople } from '../../state/peer-context.ts';
import { routeHref } from '../../state/routes.ts';
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
  const muting = useNode((node) => mutingOf(node.settings.notices, thread.id, context.nowMs));
  const text = last ? visibleLine(last.text, 80) : t('messages.noMessage');
  const said = last?.direction === 'out' ? t('messages.you', { text }) : text;
  // What is being written shows in its field.
  const isBegun = thread.draft !== undefined && !current;
  const preview = isBegun ? visibleLine(thread.draft ?? '', 80) : said;
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
          {muting ? (
            <span className={styles.muted}>
              <Icon name="bellOff" size={13} />
              <span className="visuallyHidden">, {t('messages.mutedTag')}</span>
            </span>
          ) : null}
        </span>
        {last ? (
          <time className={styles.time} dateTime={isoTime(last.atMs)}>
            {listTime(last.atMs, context.nowMs)}
          </time>
        ) : null}
        <span className={styles.preview} dir="auto" title={preview}>
          {isBegun ? <span className={styles.draft}>{t('messages.draft')} </span> : null}
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
