import { useRef } from 'react';
import type { RankView, Trust } from '#shared/contract/domain/trust.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { goTo, routeHref } from '../../state/routes.ts';
import { useRoving } from '../../state/use-roving.ts';
import styles from './Reputation.module.css';
import { byRank, change, NEARLY_FADED, points, shownParts } from './trust-words.ts';

export function RanksTable(props: {
  readonly ranks: readonly RankView[];
  readonly orders: ReadonlyMap<string, number>;
  readonly selected: string | null;
}) {
  const { ranks, orders, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const settle = useRoving(box);
  const columns: Column<RankView>[] = [
    {
      id: 'member',
      title: t('reputation.table.member'),
      cell: ({ scid, name, me }) => (
        <a data-item="" href={routeHref('reputation', scid)} className={styles.member}>
          <span className={styles.place}>{ranks.findIndex((one) => one.scid === scid) + 1}</span>
          <Avatar name={name} order={orders.get(scid) ?? 6} size={24} />
          <span className={styles.memberName} title={visibleLine(name)}>
            {visibleLine(name, 24)}
          </span>
          {me ? <span className={styles.quiet}>{t('governance.you')}</span> : null}
        </a>
      ),
    },
    {
      id: 'score',
      title: t('reputation.table.score'),
      numeric: true,
      cell: ({ score }) => <b className={styles.score}>{points(score)}</b>,
    },
    {
      id: 'by',
      title: t('reputation.table.by'),
      leaves: 2,
      cell: ({ parts }) => t('reputation.table.byN', { n: parts.length }),
    },
    {
      id: 'change',
      title: t('reputation.table.change'),
      leaves: 1,
      numeric: true,
      cell: ({ change: by }) => change(by) ?? t('reputation.table.noChange'),
    },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the one stop for Tab
    <div
      ref={box}
      data-list=""
      className={styles.ruled}
      onFocus={(event) => {
        if (event.target.matches('[data-item]')) settle(event.target);
      }}
    >
      <Table
        label={t('reputation.table')}
        columns={columns}
        rows={ranks}
        rowKey={({ scid }) => scid}
        isCurrent={({ scid }) => scid === selected}
        onRow={({ scid }) => goTo('reputation', scid)}
      />
    </div>
  );
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly adds: string;
}

/** The graph as a table: each endorsement that still counts. */
export function EdgesTable({ trust }: { readonly trust: Trust }) {
  const edges = byRank(trust).flatMap((rank) => {
    const shown = shownParts(rank);
    return [...rank.parts]
      .sort((a, b) => b.weight - a.weight)
      .map(
        ({ scid, name, weight }): Edge => ({
          from: name,
          to: rank.name,
          weight,
          adds: shown.from.get(scid) ?? '',
        }),
      );
  });
  const columns: Column<Edge>[] = [
    { id: 'from', title: t('reputation.edges.from'), cell: ({ from }) => visibleLine(from, 24) },
    { id: 'to', title: t('reputation.edges.to'), cell: ({ to }) => visibleLine(to, 24) },
    {
      id: 'weight',
      title: t('reputation.edges.weight'),
      leaves: 1,
      numeric: true,
      cell: ({ weight }) => decimal(weight, 2),
    },
    { id: 'score', title: t('reputation.edges.score'), numeric: true, cell: ({ adds }) => adds },
    {
      id: 'note',
      title: t('reputation.edges.state'),
      leaves: 2,
      cell: ({ weight }) => t(weight < NEARLY_FADED ? 'reputation.legend.faded' : 'reputation.edges.counts'),
    },
  ];
  return (
    <Table
      label={t('reputation.who')}
      columns={columns}
      rows={edges}
      rowKey={({ from, to }) => `${from} ${to}`}
    />
  );
}
