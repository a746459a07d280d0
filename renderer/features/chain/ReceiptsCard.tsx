import { useEffect, useRef, useState } from 'react';
import type { Cell, Holdings } from '#shared/contract/domain/cell.ts';
import type { Receipt, ReceiptFilter } from '#shared/contract/domain/receipt.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, isoTime, listTime, sameDay } from '#shared/words/format/times.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords, receiptSummary } from '#shared/words/reasons/receipt-summary.ts';
import { RECEIPT_KINDS } from '#shared/words/reasons/search-words.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { AgentTag } from '../../components/agent/AgentTag.tsx';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { holdersOf, kindLabel, receiptLabel } from '../../components/receipts/receipt-words.ts';
import { Select } from '../../components/Select.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { useRoving } from '../../state/use-roving.ts';
import styles from './Chain.module.css';
import { goToReceipt, type ReadCell, receiptHref } from './read-cell.ts';
import type { LoadedReceipts } from './receipt-store.ts';

export interface ReceiptsCardProps {
  readonly cell: ReadCell;
  readonly list: LoadedReceipts;
  readonly filter: ReceiptFilter;
  readonly onFilter: (filter: ReceiptFilter) => void;
  readonly selected: string | null;
}

const ANY = '';

/** Every receipt, newest first; earlier ones are fetched page by page, and only what is seen is drawn. */
export function ReceiptsCard(props: ReceiptsCardProps) {
  const { cell, list, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const settle = useRoving(box);
  const columns = useColumns(cell);
  const rows = list.receipts.toReversed();
  return (
    <Card title={t('chain.receipts')} action={<Filters {...props} />}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the one stop for Tab */}
      <div
        ref={box}
        data-list=""
        className={styles.bleedTop}
        onFocus={(event) => {
          if (event.target.matches('[data-item]')) settle(event.target);
        }}
      >
        {rows.length > 0 ? (
          <Table
            label={t('chain.receipts')}
            columns={columns}
            rows={rows}
            rowKey={(receipt) => receipt.hash}
            total={list.total ?? rows.length}
            isCurrent={(receipt) => receipt.hash === selected}
            onRow={(receipt) => goToReceipt(cell, receipt.hash)}
          />
        ) : list.busy ? (
          <div className={styles.inset}>
            <SkeletonRows rows={8} />
          </div>
        ) : list.failure ? null : (
          <p className={styles.none}>{t('chain.none')}</p>
        )}
      </div>
      <Earlier list={list} shown={list.receipts.length} total={list.total} />
    </Card>
  );
}

/** Spans back from now, by name. */
const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS } as const;
type Span = keyof typeof SPANS;
/** So long somebody goes on typing before what stands there is asked for. */
const TYPING_MS = 250;

function Filters({ cell, filter, onFilter }: ReceiptsCardProps) {
  const [span, setSpan] = useState<Span | ''>('');
  const since = (name: Span | ''): number | null => (name === '' ? null : Date.now() - SPANS[name]);
  return (
    <span className={styles.filters}>
      <SearchText filter={filter} onFilter={onFilter} />
      <Select
        filter
        label={t('chain.filter.kind')}
        value={filter.kind ?? ANY}
        options={[
          { value: ANY, label: t('chain.filter.allKinds') },
          ...RECEIPT_KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) })).sort((a, b) =>
            a.label.localeCompare(b.label),
          ),
        ]}
        onChange={(kind) => onFilter({ ...filter, kind: kind === ANY ? null : kind })}
      />
      <Select
        filter
        label={t('chain.filter.author')}
        value={filter.author ?? ANY}
        options={[
          { value: ANY, label: t('chain.filter.allAuthors') },
          ...cell.members.map(({ scid, name }) => ({ value: scid, label: visibleLine(name, 24) })),
        ]}
        onChange={(author) => onFilter({ ...filter, author: author === ANY ? null : author })}
      />
      <Select
        filter
        label={t('chain.filter.time')}
        value={span}
        options={[
          { value: '', label: t('chain.filter.anyTime') },
          ...(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`chain.filter.${value}`) })),
        ]}
        onChange={(value) => {
          setSpan(value);
          onFilter({ ...filter, fromMs: since(value) });
        }}
      />
      {cell.live ? <ProposalFilter filter={filter} onFilter={onFilter} /> : null}
    </span>
  );
}

/** Of the live cell alone: what others that are kept decided is told by their receipts. */
function ProposalFilter({ filter, onFilter }: Pick<ReceiptsCardProps, 'filter' | 'onFilter'>) {
  const proposals = useNode((node) => node.proposals);
  return (
    <Select
      filter
      label={t('chain.filter.proposal')}
      value={filter.proposal ?? ANY}
      options={[
        { value: ANY, label: t('chain.filter.allProposals') },
        ...proposals.map(({ id, ...titled }) => ({
          value: id,
          label: `${titled.label} ${visibleLine(proposalTitle(titled), 24)}`,
        })),
      ]}
      onChange={(proposal) => onFilter({ ...filter, proposal: proposal === ANY ? null : proposal })}
    />
  );
}

function SearchText({ filter, onFilter }: Pick<ReceiptsCardProps, 'filter' | 'onFilter'>) {
  const [text, setText] = useState(filter.text);
  useEffect(() => {
    if (text === filter.text) return;
    const typed = setTimeout(() => onFilter({ ...filter, text }), TYPING_MS);
    return () => clearTimeout(typed);
  }, [text, filter, onFilter]);
  return (
    <input
      type="search"
      className={styles.search}
      aria-label={t('chain.filter.text')}
      placeholder={t('chain.filter.text')}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function Earlier(props: {
  readonly list: ReceiptsCardProps['list'];
  readonly shown: number;
  readonly total: number | null;
}) {
  const { more, busy, failure, loadEarlier, tryAgain } = props.list;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !more || busy || failure) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadEarlier());
    watch.observe(element);
    return () => watch.disconnect();
  }, [more, busy, failure, loadEarlier]);
  return (
    <div ref={end} className={styles.earlier}>
      <FormError message={failureInWords(failure)} />
      {failure ? (
        <Button size="small" busy={busy} onClick={tryAgain}>
          {t('common.tryAgain')}
        </Button>
      ) : more && props.shown > 0 ? (
        <>
          {props.total === null ? null : (
            <span>{t('chain.loaded', { shown: count(props.shown), total: count(props.total) })}</span>
          )}
          <Button size="small" busy={busy} onClick={loadEarlier}>
            {t('chain.more')}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function useColumns(cell: ReadCell): Column<Receipt>[] {
  const holdings = useNode((node) => node.holdings);
  const nowMs = useNow(60_000);
  const orderOf = (author: string) => cell.members.find((member) => member.scid === author)?.order ?? 6;
  const { live } = cell;
  return [
    {
      id: 'receipt',
      title: t('chain.receipt'),
      cell: (receipt) => (
        <a data-item="" href={receiptHref(cell, receipt.hash)} className={styles.receipt}>
          <Avatar name={receipt.name} order={orderOf(receipt.author)} size={22} />
          <span>{receiptLabel(receipt)}</span>
        </a>
      ),
    },
    { id: 'kind', title: t('chain.kind'), leaves: 3, cell: (receipt) => kindLabel(receipt.kind) },
    {
      id: 'what',
      title: t('chain.what'),
      takesIn: true,
      cell: (receipt) => (
        <span className={styles.what} title={receiptSummary(receipt)}>
          <span dir="auto">{deedInWords(receipt.deed)}</span>
          {receipt.deed.did === 'draft' && receipt.deed.agent !== undefined ? (
            <AgentTag
              name={receipt.name}
              mine={cell.members.some(({ scid, me }) => me && scid === receipt.author)}
              digest={receipt.deed.agent}
            />
          ) : null}
          {receipt.valid ? null : (
            <span className={styles.void} title={receipt.reason ? sentence(receipt.reason) : undefined}>
              <StateMark mark="stop" size={13} /> {t('chain.notCounted')}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'signed',
      title: t('chain.signed'),
      leaves: 2,
      cell: (receipt) => (
        <time dateTime={isoTime(receipt.atMs)}>
          {sameDay(receipt.atMs, nowMs)
            ? clockTime(receipt.atMs)
            : `${listTime(receipt.atMs, nowMs)} ${clockTime(receipt.atMs)}`}
        </time>
      ),
    },
    ...(live ? [storedBy(live, holdings)] : []),
  ];
}

function storedBy(cell: Cell, holdings: Holdings | null): Column<Receipt> {
  return {
    id: 'stored',
    title: t('chain.storedBy'),
    leaves: 1,
    cell: (receipt) => {
      const holders = holdersOf(receipt, cell, holdings);
      return holders === null
        ? t('chain.unknown')
        : t('chain.storedByOf', { n: holders.length, total: cell.members.length });
    },
  };
}
