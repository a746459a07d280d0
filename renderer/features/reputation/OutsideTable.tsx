import type { OutsideView } from '#shared/contract/domain/trust.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { points } from './trust-words.ts';

/** Who is known over a bridge, and through whom: never among the members, and with no part in votes. */
export function OutsideTable({ outside }: { readonly outside: readonly OutsideView[] }) {
  const columns: Column<OutsideView>[] = [
    {
      id: 'who',
      title: t('bridges.outside.who'),
      cell: ({ name, cellName }) =>
        t('bridges.outside.of', { name: visibleLine(name, 24), cell: visibleLine(cellName, 30) }),
    },
    {
      id: 'score',
      title: t('reputation.table.score'),
      numeric: true,
      cell: ({ score }) => points(score),
    },
    {
      id: 'through',
      title: t('bridges.outside.through'),
      leaves: 1,
      cell: ({ parts }) => parts.map(({ name }) => visibleLine(name, 40)).join(', '),
    },
  ];
  return (
    <Table
      label={t('bridges.outside')}
      columns={columns}
      rows={outside}
      rowKey={({ cell, scid }) => `${cell}/${scid}`}
    />
  );
}
