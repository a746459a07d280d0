import { useEffect, useRef, useState } from 'react';
import type { UndeliveredRow } from '#shared/contract/domain/undelivered.ts';
import { count } from '#shared/words/format/count.ts';
import { personName } from '#shared/words/format/person-name.ts';
import { undeliveredAnswer, undeliveredReason } from '#shared/words/reasons/undelivered-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Crumb } from '../../components/Crumb.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useNames, usePeerContext, usePeople } from '../../state/peer-context.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useRoving } from '../../state/use-roving.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { CancelDialog } from './CancelDialog.tsx';
import styles from './Undelivered.module.css';
import { undeliveredColumns } from './undelivered-columns.tsx';
import { useUndelivered } from './use-undelivered.ts';

/** Of one call; of more, the first are acted on, and the rest stay to be seen. */
const ACTED_MAX = 500;

function keyOf({ message, to }: UndeliveredRow): string {
  return `${message.number} ${to}`;
}

/** Every message that waits, for whom and why; tried or given up one by one, or together. */
export function UndeliveredPage() {
  const { page, failure, loadMore } = useUndelivered();
  const people = usePeople();
  const { nowMs } = usePeerContext();
  const nameOf = (to: string): string =>
    to === 'broadcast' ? t('common.everyone').toLowerCase() : personName(people, to);
  const none = page?.summary.messages === 0;
  return (
    <Page
      // What readers are told changes once in ten seconds at most: that it loads must not stand there so long.
      key={page ? 'told' : 'loading'}
      title={t('undelivered.title')}
      claim={page ? undeliveredAnswer(page.summary, nameOf, nowMs) : t('common.loading')}
      rest={page ? t(none ? 'undelivered.answer.noneRest' : 'undelivered.answer.rest') : ''}
      crumb={<Crumb to="overview" label={t('undelivered.back')} />}
    >
      <FormError message={failureInWords(failure)} />
      {page === null ? (
        <Card>
          <SkeletonRows rows={6} />
        </Card>
      ) : none ? null : (
        <Rows page={page} nameOf={nameOf} loadMore={loadMore} />
      )}
    </Page>
  );
}

function Rows(props: {
  readonly page: NonNullable<ReturnType<typeof useUndelivered>['page']>;
  readonly nameOf: (to: string) => string;
  readonly loadMore: () => void;
}) {
  const { page, nameOf, loadMore } = props;
  const { rows, summary, more } = page;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{
    readonly chosen: readonly UndeliveredRow[] | null;
    readonly n: number;
  } | null>(null);
  const peers = useNode((node) => node.peers);
  const names = useNames();
  const { nowMs, online } = usePeerContext();
  const wait = useWaitReason();
  const tryWaiting = useCall('messages.tryWaiting');
  const cancelWaiting = useCall('messages.cancelWaiting');
  const box = useRef<HTMLDivElement>(null);
  const settle = useRoving(box);

  const picks = rows.filter((row) => picked.has(keyOf(row))).slice(0, ACTED_MAX);
  const chosen = picks.length > 0 ? picks : null;
  const ids = chosen && [...new Set(chosen.map(({ message }) => message.id))];
  const tryNow = async (which: readonly string[] | null) => {
    const done = await tryWaiting.run({ ids: which === null ? null : [...which] });
    if (done) showToast(t('undelivered.toast.trying', { n: which?.length ?? 0 }));
  };
  const cancel = async (which: readonly UndeliveredRow[] | null) => {
    const parts = which?.map(({ message, to }) => ({ id: message.id, to })) ?? null;
    const done = await cancelWaiting.run({ parts });
    if (!done) return;
    setPicked(new Set());
    const { cancelled, left } = done.value;
    showToast(t('undelivered.toast.cancelled', { n: cancelled, left }));
  };
  const choose = (row: UndeliveredRow, isChosen: boolean) =>
    setPicked((old) => {
      const next = new Set(old);
      if (isChosen) next.add(keyOf(row));
      else next.delete(keyOf(row));
      return next;
    });
  const columns = undeliveredColumns({
    nowMs,
    nameOf,
    wait,
    choose,
    isChosen: (row) => picked.has(keyOf(row)),
    reasonOf: (row) =>
      undeliveredReason(row, {
        peer: peers.find(({ did }) => did === row.to) ?? null,
        nowMs,
        online,
        names,
      }),
    tryNow: (id) => void tryNow([id]),
    cancel: (row) => void cancel([row]),
  });

  return (
    <Card
      title={t('undelivered.chosen', { n: picks.length })}
      note={t('undelivered.shown', { shown: count(rows.length), total: summary.rows })}
      action={
        <span className={styles.bar}>
          <Button
            size="small"
            variant="quiet"
            onClick={() => setPicked(new Set(chosen ? [] : rows.map(keyOf)))}
          >
            {t(chosen ? 'undelivered.chooseNone' : 'undelivered.chooseAll')}
          </Button>
          <Button
            size="small"
            busy={tryWaiting.busy}
            disabled={wait !== null}
            onClick={() => void tryNow(ids)}
          >
            {ids ? t('undelivered.tryChosen', { n: ids.length }) : t('undelivered.tryAll')}
          </Button>
          <Button
            size="small"
            variant="danger"
            busy={cancelWaiting.busy}
            disabled={wait !== null}
            onClick={() => setAsking({ chosen, n: chosen?.length ?? summary.rows })}
          >
            {chosen ? t('undelivered.cancelChosen', { n: chosen.length }) : t('undelivered.cancelAll')}
          </Button>
        </span>
      }
    >
      {wait ? <p className={styles.wait}>{wait}</p> : null}
      <FormError message={failureInWords(tryWaiting.failure ?? cancelWaiting.failure)} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the one stop for Tab */}
      <div
        ref={box}
        data-list=""
        className={styles.rows}
        onFocus={(event) => {
          if (event.target.matches('[data-item]')) settle(event.target);
        }}
      >
        <Table
          label={t('undelivered.title')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          total={summary.rows}
        />
      </div>
      {more ? <More rows={rows.length} loadMore={loadMore} /> : null}
      {asking ? (
        <CancelDialog
          count={asking.n}
          onClose={() => setAsking(null)}
          onCancelMessages={() => void cancel(asking.chosen)}
        />
      ) : null}
    </Card>
  );
}

/** Loads the next rows when it comes into sight. */
function More({ rows, loadMore }: { readonly rows: number; readonly loadMore: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after more rows it is looked for again
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore());
    watch.observe(element);
    return () => watch.disconnect();
  }, [loadMore, rows]);
  return (
    <div ref={end} className={styles.more}>
      <Button size="small" onClick={loadMore}>
        {t('undelivered.more')}
      </Button>
    </div>
  );
}
