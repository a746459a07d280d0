import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '#shared/contract/domain/message.ts';
import { threadName } from '#shared/words/format/person-name.ts';
import { dayHeading, sameDay } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { FormError } from '../../components/Field.tsx';
import { RovingList } from '../../components/RovingList.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { arrivingAt } from '../../state/arrival.ts';
import { useDashboard, useDashboardState, useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeople } from '../../state/peer-context.ts';
import { useRoute } from '../../state/routes.ts';
import { Composer } from './Composer.tsx';
import styles from './Conversation.module.css';
import { ConversationHeader } from './ConversationHeader.tsx';
import { inOrder } from './in-order.ts';
import { MessageItem } from './MessageItem.tsx';
import { useNewFrom } from './use-new-from.ts';

/** This near to the end counts as reading the newest. */
const NEAR_END_PX = 80;

export function Conversation({
  thread,
  selected,
}: {
  readonly thread: string;
  readonly selected: number | null;
}) {
  const dashboard = useDashboard();
  const held = useDashboardState((state) => state.conversations[thread]);
  const stale = useDashboardState((state) => state.stale);
  const people = usePeople();
  const unread = useNode((node) => node.threads.find((one) => one.id === thread)?.unread ?? 0);
  const [failure, setFailure] = useState<string | null>(null);
  const nowMs = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const newest = held?.messages.at(-1)?.number;
  const newFrom = useNewFrom(thread);
  const placed = useMemo(() => inOrder(held?.messages ?? []), [held]);
  const firstNew = placed.find(({ message }) => isNew(message, newFrom))?.message.number;
  useEndInSight(scroller, newest);
  useNewInSight(scroller, selected === null ? firstNew : undefined);
  useInSight(scroller, selected, held !== undefined);

  useEffect(() => {
    const read = () => {
      if (unread > 0 && document.visibilityState === 'visible')
        void dashboard.call('messages.markRead', { thread });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [dashboard, thread, unread]);

  const earlier = useCallback(async () => {
    const element = scroller.current;
    const fromEnd = element ? element.scrollHeight - element.scrollTop : 0;
    const failed = await dashboard.loadMessages(thread, 'earlier');
    setFailure(failureInWords(failed) ?? null);
    requestAnimationFrame(() => {
      if (element) element.scrollTop = element.scrollHeight - fromEnd;
    });
  }, [dashboard, thread]);

  // What a notification leads to may be further up than what is loaded.
  const arriving = arrivingAt(useRoute());
  const oldest = held?.more ? held.messages[0]?.number : undefined;
  useEffect(() => {
    if (arriving !== null && oldest !== undefined && arriving < oldest) void earlier();
  }, [arriving, oldest, earlier]);

  return (
    <>
      <ConversationHeader thread={thread} />
      <div ref={scroller} className={styles.scroller} data-stale={stale}>
        <div className={styles.fill} />
        {held?.more ? (
          <div className={styles.earlier}>
            <Button size="small" variant="quiet" onClick={() => void earlier()}>
              {t('messages.earlier')}
            </Button>
            <FormError message={failure} />
          </div>
        ) : null}
        {held === undefined ? <SkeletonRows rows={4} height={64} /> : null}
        {held?.messages.length === 0 ? <p className={styles.none}>{t('messages.empty')}</p> : null}
        {held && held.messages.length > 0 ? (
          <RovingList label={threadName(people, thread)} className={styles.list}>
            {placed.map(({ message, isLate }, index) => (
              <Placed
                key={message.number}
                message={message}
                isLate={isLate}
                before={placed[index - 1]?.message}
                newCount={
                  message.number === firstNew
                    ? held.messages.filter((one) => isNew(one, newFrom)).length
                    : null
                }
                selected={message.number === selected}
                nowMs={nowMs}
              />
            ))}
          </RovingList>
        ) : null}
        {held?.later ? (
          <div className={styles.earlier}>
            <Button size="small" variant="quiet" onClick={() => void dashboard.loadMessages(thread, 'later')}>
              {t('messages.later')}
            </Button>
            <Button
              size="small"
              variant="quiet"
              onClick={() => void dashboard.loadMessages(thread, 'newest')}
            >
              {t('messages.newest')}
            </Button>
          </div>
        ) : null}
      </div>
      <Composer thread={thread} />
    </>
  );
}

function isNew({ direction, number }: Message, newFrom: number | null): boolean {
  return direction === 'in' && newFrom !== null && number >= newFrom;
}

/** Who comes to what is new begins to read there, and not at its end. */
function useNewInSight(scroller: React.RefObject<HTMLDivElement | null>, firstNew: number | undefined): void {
  useEffect(() => {
    if (firstNew !== undefined) scroller.current?.querySelector('[data-new-from]')?.scrollIntoView();
  }, [scroller, firstNew]);
}

/** Brings a message that was asked for into sight. */
function useInSight(
  scroller: React.RefObject<HTMLDivElement | null>,
  selected: number | null,
  isLoaded: boolean,
): void {
  useEffect(() => {
    if (selected === null || !isLoaded) return;
    scroller.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [scroller, selected, isLoaded]);
}

/** Keeps the newest message in sight, unless the reader went up. */
function useEndInSight(scroller: React.RefObject<HTMLDivElement | null>, newest: number | undefined): void {
  const nearEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const note = () => {
      nearEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && newest !== undefined && nearEnd.current) element.scrollTop = element.scrollHeight;
  }, [scroller, newest]);
  // What is said of the file of the last message, or a picture that is shown there, needs more room.
  useEffect(() => {
    const element = scroller.current;
    const list = newest === undefined ? null : element?.querySelector('ul');
    if (!element || !list) return;
    let height = list.clientHeight;
    const observer = new ResizeObserver(() => {
      if (list.clientHeight > height && nearEnd.current) element.scrollTop = element.scrollHeight;
      height = list.clientHeight;
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, [scroller, newest]);
}

function Placed(props: {
  readonly message: Message;
  readonly isLate: boolean;
  readonly before: Message | undefined;
  /** Of the first that is new: how many are. */
  readonly newCount: number | null;
  readonly selected: boolean;
  readonly nowMs: number;
}) {
  const { message, isLate, before, newCount, selected, nowMs } = props;
  const newDay = !before || !sameDay(before.createdAtMs, message.createdAtMs);
  return (
    <li className={styles.item}>
      {newDay ? <p className={styles.day}>{dayHeading(message.createdAtMs, nowMs)}</p> : null}
      {newCount === null ? null : (
        <p className={styles.new} data-new-from="">
          {t('messages.newFrom', { n: newCount })}
        </p>
      )}
      <MessageItem message={message} isLate={isLate} selected={selected} />
    </li>
  );
}
