import type { Carried } from '#shared/contract/domain/carried.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { givenTo } from '#shared/words/reasons/carried-words.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import lines from '../../components/CellMap.module.css';
import { SizeTag } from '../../components/cell/SizeTag.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useCell, useMyOrder } from '../../state/cell.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { toggleTables, useView } from '../../state/view-preferences.ts';
import styles from './Sync.module.css';
import { type Judged, SyncMap } from './SyncMap.tsx';

const columns = (carried: Carried | null): readonly Column<Judged>[] => [
  { id: 'name', title: t('sync.map.member'), cell: ({ peer }) => visibleLine(peer.name, 40) },
  { id: 'state', title: t('sync.map.state'), wraps: true, cell: ({ reason }) => reason.sentence },
  { id: 'waits', title: t('sync.map.waits'), numeric: true, cell: ({ peer }) => peer.waitingMessages },
  {
    id: 'carries',
    title: t('sync.carries'),
    cell: ({ peer }) => {
      const n = carried ? givenTo(carried, peer.did) : 0;
      return n > 0 ? t('sync.carries.yours', { n }) : '';
    },
  },
];

export function MapCard(props: { readonly judged: readonly Judged[]; readonly carried: Carried | null }) {
  const { judged, carried } = props;
  const cell = useCell();
  const myName = useNode((node) => node.me?.name ?? '');
  const order = useMyOrder();
  const stale = useDashboardState((state) => state.stale);
  const tables = useView((view) => view.tables);
  return (
    <Card
      title={t('sync.map')}
      note={<SizeTag />}
      action={
        <span className={styles.mapAction}>
          {tables ? null : <Legend />}
          <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
            {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
          </TextButton>
        </span>
      }
    >
      {tables ? (
        <div className={styles.bleed}>
          <Table
            label={t('sync.map')}
            columns={columns(carried)}
            rows={judged}
            rowKey={({ peer }) => peer.did}
          />
        </div>
      ) : (
        <SyncMap cellName={cell?.name ?? ''} me={{ name: myName, order }} peers={judged} past={stale} />
      )}
    </Card>
  );
}

/** Each kind of line beside its word. */
function Legend() {
  return (
    <span className={styles.legend} aria-hidden="true">
      {(['connected', 'moving', 'waiting'] as const).map((kind) => (
        <span key={kind}>
          <svg aria-hidden="true" width="22" height="6" viewBox="0 0 22 6">
            <line className={lines[kind]} x1="1" x2="21" y1="3" y2="3" />
          </svg>
          {t(`sync.map.${kind}`)}
        </span>
      ))}
    </span>
  );
}
