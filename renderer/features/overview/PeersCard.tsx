import { nameList } from '#shared/words/format/names.ts';
import { clockTime, duration } from '#shared/words/format/times.ts';
import { worstFirst } from '#shared/words/reasons/pulse.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { CellMap } from '../../components/CellMap.tsx';
import { SizeTag } from '../../components/cell/SizeTag.tsx';
import { PeerRow } from '../../components/PeerRow.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useCell, useMyOrder } from '../../state/cell.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { usePeersApart } from '../../state/held-cells.ts';
import { useNow } from '../../state/now.ts';
import { openOverlay } from '../../state/overlays.ts';
import { usePeerContext } from '../../state/peer-context.ts';
import { goTo } from '../../state/routes.ts';
import styles from './Overview.module.css';

/** The cell with a sentence for each other member; before there is one, the peers that were added by hand. */
export function PeersCard() {
  const myName = useNode((node) => node.me?.name ?? '');
  const order = useMyOrder();
  const cell = useCell();
  const inCell = cell !== null;
  const stale = useDashboardState((state) => state.stale);
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const context = usePeerContext();
  const { here, elsewhere } = usePeersApart();
  const judged = worstFirst(here, context).sort((a, b) => a.peer.order - b.peer.order);
  return (
    <Card
      title={t(inCell ? 'overview.theCell' : 'overview.cell')}
      note={stale ? <Age /> : <SizeTag />}
      action={
        inCell ? (
          <TextButton onClick={() => goTo('sync')}>{t('cell.openSync')}</TextButton>
        ) : (
          <TextButton onClick={() => openOverlay({ kind: 'add-peer' })}>{t('overview.cell.add')}</TextButton>
        )
      }
    >
      <div className={styles.mapBox} title={stale ? clockTime(heardAtMs) : undefined}>
        <CellMap myName={myName} myOrder={order} peers={judged} past={stale} />
      </div>
      <ul className={styles.peerList}>
        {judged.map(({ peer, reason }) => (
          <PeerRow key={peer.did} peer={peer} reason={reason} past={stale} />
        ))}
        {judged.length === 0 ? <Nobody inCell={inCell} /> : null}
      </ul>
      {elsewhere.length > 0 ? (
        <p className={styles.elsewhere} dir="auto">
          {t('cells.elsewhere', { names: nameList(elsewhere.map(({ name }) => name)) })}
        </p>
      ) : null}
    </Card>
  );
}

function Age() {
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const nowMs = useNow();
  return <Tag tone="warn">{t('shell.stale.age', { duration: duration(nowMs - heardAtMs) })}</Tag>;
}

function Nobody({ inCell }: { readonly inCell: boolean }) {
  return (
    <li className={styles.nobody}>
      <Avatar name="+" order={6} offline />
      <div>
        <p>{t('overview.cell.none')}</p>
        <p>{t(inCell ? 'cell.smallText' : 'overview.cell.noneDetail')}</p>
      </div>
    </li>
  );
}
