import { useEffect, useState } from 'react';
import type { CallInput, CallOutput } from '#shared/contract/contract.ts';
import { LIFE_KINDS, type LifeKind } from '#shared/contract/domain/agent.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { count } from '#shared/words/format/count.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Field, FormError } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useNow } from '../../state/now.ts';
import { useCall } from '../../state/use-call.ts';
import styles from './Agent.module.css';
import { episodeColumns } from './episode-columns.tsx';

type Found = CallOutput<'agent.recall'>;
type Row = Found['found'][number];

const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const;
type Span = keyof typeof SPANS;

/** What episodes are looked for: of a time, of what was lived, like a cycle. */
export interface EpisodeWish {
  readonly span: Span | '';
  readonly kind: LifeKind | '';
  readonly like: string;
}

export const ANY_EPISODE: EpisodeWish = { span: '', kind: '', like: '' };
const FOUND_MAX = 100;

export function isAny({ span, kind, like }: EpisodeWish): boolean {
  return span === '' && kind === '' && like.trim() === '';
}

export function EpisodeFilters(props: {
  readonly wish: EpisodeWish;
  readonly onChange: (wish: EpisodeWish) => void;
}) {
  const { wish, onChange } = props;
  return (
    <div className={styles.filters}>
      <Select
        label={t('agent.search.time')}
        value={wish.span}
        options={[
          { value: '', label: t('chain.filter.anyTime') },
          ...(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`chain.filter.${value}`) })),
        ]}
        onChange={(span) => onChange({ ...wish, span })}
      />
      <Select
        label={t('agent.search.kind')}
        value={wish.kind}
        options={[
          { value: '', label: t('agent.search.anyKind') },
          ...LIFE_KINDS.map((value) => ({ value, label: t(`agent.kind.${value}`) })),
        ]}
        onChange={(kind) => onChange({ ...wish, kind })}
      />
      <Field
        label={t('agent.search.like')}
        inputMode="numeric"
        type="search"
        value={wish.like}
        maxLength={9}
        onValue={(like) => onChange({ ...wish, like })}
        error={isCycle(wish.like) ? null : t('agent.search.likeWrong')}
      />
    </div>
  );
}

/** What is remembered and fits: the newest first, or the most alike. */
export function FoundEpisodes({ wish }: { readonly wish: EpisodeWish }) {
  const { run, failure } = useCall('agent.recall');
  const [found, setFound] = useState<Found | null>(null);
  const nowMs = useNow(60_000);
  useEffect(() => {
    if (!isCycle(wish.like)) return;
    let isWanted = true;
    void run(queryOf(wish, Date.now())).then((done) => {
      if (isWanted) setFound(done?.value ?? null);
    });
    return () => {
      isWanted = false;
    };
  }, [run, wish]);
  if (failure) return <FormError message={failureInWords(failure)} />;
  if (!found) return <SkeletonRows rows={6} />;
  const { total } = found;
  return (
    <>
      <p role="status" className={styles.found}>
        {t('agent.search.found', { n: total, count: count(total), shown: count(found.found.length) })}
      </p>
      {found.found.length > 0 ? (
        <Table
          label={t('agent.search.label')}
          columns={columnsOf(nowMs, wish.like.trim() !== '')}
          rows={found.found}
          rowKey={({ episode }) => episode.cycle}
        />
      ) : null}
    </>
  );
}

function columnsOf(nowMs: number, isAlike: boolean): Column<Row>[] {
  const columns = episodeColumns(nowMs).map(
    (column): Column<Row> => ({ ...column, cell: ({ episode }) => column.cell(episode) }),
  );
  return isAlike
    ? [
        ...columns,
        {
          id: 'distance',
          title: t('agent.why.distance'),
          numeric: true,
          cell: ({ distance }) => (distance === null ? '' : decimal(distance, 3)),
        },
      ]
    : columns;
}

function queryOf({ span, kind, like }: EpisodeWish, nowMs: number): CallInput<'agent.recall'> {
  return {
    ...(span === '' ? {} : { fromMs: nowMs - SPANS[span] }),
    ...(kind === '' ? {} : { lived: [kind] }),
    ...(like.trim() === '' ? {} : { like: Number(like) }),
    limit: FOUND_MAX,
  };
}

function isCycle(text: string): boolean {
  return text.trim() === '' || /^[1-9]\d{0,8}$/.test(text.trim());
}
