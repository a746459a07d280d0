import { useRef, useState } from 'react';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { count } from '#shared/words/format/count.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { kindLabel, receiptLabel } from '../../components/receipts/receipt-words.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { useWidth } from '../../state/use-width.ts';
import { toggleTables, useView } from '../../state/view-preferences.ts';
import styles from './Chain.module.css';
import { COLUMN, FeedLanes, LABELS } from './FeedLanes.tsx';
import { lanesOf, offsetToShow } from './lanes.ts';
import type { ReadCell } from './read-cell.ts';

export interface FeedsCardProps {
  readonly cell: ReadCell;
  readonly receipts: readonly Receipt[];
  readonly more: boolean;
  readonly loadEarlier: () => void;
  readonly selected: Receipt | null;
  readonly onSelect: (hash: string) => void;
}

export function FeedsCard(props: FeedsCardProps) {
  const { cell, receipts, more, loadEarlier, selected, onSelect } = props;
  const tables = useView((view) => view.tables);
  const box = useRef<HTMLDivElement>(null);
  const columns = Math.max(6, Math.floor((useWidth(box, 640) - LABELS) / COLUMN));
  const [offset, setOffset] = useOffset(receipts, selected?.hash ?? null, columns);
  const members = cell.members.map((member) => member.scid);
  const lanes = lanesOf(receipts, members, columns, offset);
  const names = new Map([
    ...receipts.map((receipt) => [receipt.author, receipt.name] as const),
    ...cell.members.map((member) => [member.scid, member.name] as const),
  ]);
  const step = Math.max(1, Math.floor(columns / 2));
  const first = lanes.blocks[0]?.receipt;
  const last = lanes.blocks.at(-1)?.receipt;
  const label = t('chain.feeds.label', {
    n: lanes.authors.length,
    from: count((first?.position ?? 0) + 1),
    to: count((last?.position ?? 0) + 1),
    total: count(cell.receipts),
  });
  return (
    <Card
      title={t('chain.feeds')}
      note={t('chain.feeds.note')}
      action={
        <span className={styles.headActions}>
          {selected && selected.seen.length > 0 && !tables ? (
            <span className={styles.legend}>
              <svg aria-hidden="true" width="24" height="6" viewBox="0 0 24 6">
                <line x1="1" x2="23" y1="3" y2="3" />
              </svg>
              {t('chain.feeds.seen', { receipt: receiptLabel(selected) })}
            </span>
          ) : null}
          <span>
            {lanes.from > 0 || more ? (
              <IconButton
                icon="back"
                label={t('chain.feeds.older')}
                onClick={() => {
                  if (lanes.from === 0) loadEarlier();
                  setOffset(offset + step);
                }}
              />
            ) : null}
            {lanes.to < receipts.length ? (
              <IconButton
                icon="forward"
                label={t('chain.feeds.newer')}
                onClick={() => setOffset(Math.max(0, receipts.length - lanes.to - step))}
              />
            ) : null}
          </span>
          <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
            {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
          </TextButton>
        </span>
      }
    >
      <div ref={box} className={tables ? styles.bleed : undefined}>
        {tables ? (
          <Table
            label={label}
            columns={twinColumns(receipts)}
            rows={lanes.blocks.map((block) => block.receipt)}
            rowKey={(receipt) => receipt.hash}
          />
        ) : (
          <FeedLanes
            lanes={lanes}
            cell={cell}
            names={names}
            selected={selected?.hash ?? null}
            onSelect={onSelect}
            label={label}
          />
        )}
      </div>
    </Card>
  );
}

/** How many of the newest are left out; moved so that a newly selected receipt is seen. */
function useOffset(receipts: readonly Receipt[], selected: string | null, columns: number) {
  const [view, setView] = useState({ offset: 0, selected: null as string | null });
  let offset = Math.min(view.offset, Math.max(0, receipts.length - columns));
  if (view.selected !== selected) {
    const index = receipts.findIndex((receipt) => receipt.hash === selected);
    if (index >= 0) offset = offsetToShow(index, receipts.length, columns, offset);
    if (index >= 0 || selected === null) setView({ offset, selected });
  }
  return [offset, (next: number) => setView({ offset: next, selected })] as const;
}

function twinColumns(all: readonly Receipt[]): Column<Receipt>[] {
  const byHash = new Map(all.map((receipt) => [receipt.hash, receipt]));
  return [
    { id: 'receipt', title: t('chain.receipt'), cell: receiptLabel },
    { id: 'kind', title: t('chain.kind'), cell: (receipt) => kindLabel(receipt.kind) },
    {
      id: 'seen',
      title: t('chain.feeds.hadSeen'),
      wraps: true,
      cell: (receipt) =>
        receipt.seen
          .map((hash) => byHash.get(hash))
          .map((one) => (one ? receiptLabel(one) : null))
          .filter((name) => name !== null)
          .join(', ') || t('chain.feeds.nothing'),
    },
  ];
}
