import { type KeyboardEvent, useRef } from 'react';
import type { Carried } from '#shared/contract/domain/carried.ts';
import type { CellMember } from '#shared/contract/domain/cell.ts';
import { byteSize } from '#shared/words/format/bytes.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, listTime, sameDay } from '#shared/words/format/times.ts';
import { carriesInWords, givenInWords, givenTo } from '#shared/words/reasons/carried-words.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/Icon.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Strong } from '../../components/Strong.tsx';
import { useFitting } from '../../components/use-fitting.ts';
import { useCell } from '../../state/cell.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { useNames } from '../../state/peer-context.ts';
import styles from './Holdings.module.css';
import { type HoldingCell, type HoldingSum, holdingsTable } from './holdings-rows.ts';

/** Rows are authors, columns holders: a real table, whose cells the arrow keys walk through. */
export function HoldingsCard({ carried }: { readonly carried: Carried | null }) {
  const cell = useCell();
  const holdings = useNode((node) => node.holdings);
  const peers = useNode((node) => node.peers);
  const body = useRef<HTMLTableSectionElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const tight = useFitting(box, 1) > 0;
  if (!cell) return null;
  const table = holdings ? holdingsTable(holdings, cell.members, peers) : null;
  return (
    <Card
      title={t('sync.holdings')}
      note={t('sync.holdings.note')}
      action={t('sync.holdings.total', { n: count(cell.receipts) })}
    >
      {table ? (
        <div ref={box} className={classes(styles.scroll, tight && styles.tight)}>
          <table className={styles.table} aria-label={`${t('sync.holdings')}: ${t('sync.holdings.note')}`}>
            <thead>
              <tr>
                <th scope="col">{t('sync.holdings.author')}</th>
                <th scope="col" className={styles.numeric}>
                  {t('sync.holdings.newest')}
                </th>
                {table.holders.map((holder) => (
                  <th key={holder.scid} scope="col" className={styles.holder}>
                    {holder.me ? t('sync.holdings.me', { name: nameOf(holder) }) : nameOf(holder)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody ref={body} onKeyDown={(event) => walk(event, body.current)}>
              {table.rows.map(({ author, cells }, row) => (
                <tr key={author.scid}>
                  <th scope="row">{nameOf(author)}</th>
                  <td className={styles.figure}>{count(author.receipts)}</td>
                  {cells.map((one, column) => (
                    <td
                      key={one.holder.scid}
                      data-place=""
                      tabIndex={row === 0 && column === 0 ? 0 : -1}
                      className={styles.holder}
                      title={cellSentence(author, one)}
                    >
                      <Held cell={one} />
                      <span className="visuallyHidden">{cellSentence(author, one)}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('sync.holdings.all')}</th>
                <td className={styles.figure}>{count(cell.receipts)}</td>
                {table.sums.map((sum) => (
                  <td key={sum.holder.scid} className={styles.holder}>
                    <Sum sum={sum} />
                  </td>
                ))}
              </tr>
              {carried ? <CarriedRow carried={carried} holders={table.holders} /> : null}
            </tfoot>
          </table>
        </div>
      ) : (
        <SkeletonRows rows={3} height={42} />
      )}
    </Card>
  );
}

/** Mail of members for members: how much is here, and how much of this node's own each member was given. */
function CarriedRow(props: { readonly carried: Carried; readonly holders: readonly CellMember[] }) {
  const { carried, holders } = props;
  const names = useNames();
  return (
    <tr>
      <th scope="row">{t('sync.carries')}</th>
      <td />
      {holders.map(({ scid, did, me }) => {
        const n = givenTo(carried, did);
        const here = carried.parcels > 0 ? `${count(carried.parcels)}, ${byteSize(carried.bytes)}` : '';
        const sentence = me ? carriesInWords(carried) : givenInWords(carried, did, names);
        return (
          <td key={scid} className={styles.holder} title={sentence ?? undefined}>
            <span aria-hidden="true">{me ? here : n > 0 ? t('sync.carries.yours', { n }) : ''}</span>
            <span className="visuallyHidden">{sentence}</span>
          </td>
        );
      })}
    </tr>
  );
}

function nameOf(member: CellMember): string {
  return visibleLine(member.name, 24);
}

function cellSentence(author: CellMember, { holder, behind, own }: HoldingCell): string {
  const names = { holder: nameOf(holder), author: nameOf(author) };
  if (behind === null) return t('sync.holdings.cell.unknown', names);
  if (behind > 0) return t('sync.holdings.cell.behind', { ...names, n: behind });
  return t(own ? 'sync.holdings.cell.own' : 'sync.holdings.cell.complete', names);
}

function Held({ cell }: { readonly cell: HoldingCell }) {
  const { behind, own, live } = cell;
  const stale = useDashboardState((state) => state.stale);
  const shown =
    behind === null ? (
      t('sync.holdings.unknown')
    ) : behind > 0 ? (
      <span className={classes(styles.behind, live && !stale && styles.live)}>
        {t('sync.holdings.behind', { n: count(behind) })}
      </span>
    ) : own ? (
      t('sync.holdings.own')
    ) : (
      <Icon name="check" size={15} />
    );
  return <span aria-hidden="true">{shown}</span>;
}

function Sum({ sum }: { readonly sum: HoldingSum }) {
  const nowMs = useNow(60_000);
  const { behind, live, asOfMs } = sum;
  if (behind === null) return <>{t('sync.holdings.unknown')}</>;
  if (behind === 0) return <>{t('sync.holdings.complete')}</>;
  if (live) {
    return (
      <span className={styles.liveSum}>
        <Strong of="sync.holdings.live" params={{ n: count(behind) }} />
      </span>
    );
  }
  const time = asOfMs === null ? '' : sameDay(asOfMs, nowMs) ? clockTime(asOfMs) : listTime(asOfMs, nowMs);
  return <Strong of="sync.holdings.asOf" params={{ n: count(behind), time }} />;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One stop for Tab; arrows move the focus from cell to cell. */
function walk(event: KeyboardEvent, body: HTMLElement | null): void {
  const step = STEPS[event.key];
  if (!step || !body) return;
  const grid = [...body.querySelectorAll('tr')].map((row) => [
    ...row.querySelectorAll<HTMLElement>('[data-place]'),
  ]);
  const row = grid.findIndex((cells) => cells.includes(event.target as HTMLElement));
  const column = grid[row]?.indexOf(event.target as HTMLElement) ?? -1;
  const next = grid[row + step[0]]?.[column + step[1]];
  if (!next) return;
  event.preventDefault();
  for (const place of grid.flat()) place.tabIndex = place === next ? 0 : -1;
  next.focus();
}
