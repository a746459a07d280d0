import { clockTime, duration } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { worstFirst } from '#shared/reasons/pulse.ts';
import { useDashboardState, useNode } from '../../app/context.tsx';
import { useNow } from '../../app/now.ts';
import { openOverlay } from '../../app/overlays.ts';
import { usePeerContext } from '../../app/peer-context.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { CellMap } from '../../components/CellMap.tsx';
import { PeerRow } from '../../components/PeerRow.tsx';
import { Tag } from '../../components/Tag.tsx';
import styles from './Overview.module.css';

export function PeersCard() {
  const peers = useNode((node) => node.peers);
  const myName = useNode((node) => node.me?.name ?? '');
  const stale = useDashboardState((state) => state.stale);
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const nowMs = useNow();
  const context = usePeerContext();
  const judged = worstFirst(peers, context).sort((a, b) => a.peer.order - b.peer.order);
  const age = stale ? (
    <Tag tone="warn">{t('shell.stale.age', { duration: duration(nowMs - heardAtMs) })}</Tag>
  ) : null;
  return (
    <Card
      title={t('overview.cell')}
      note={age}
      action={
        <TextButton onClick={() => openOverlay({ kind: 'add-peer' })}>{t('overview.cell.add')}</TextButton>
      }
    >
      <div className={styles.mapBox} title={stale ? clockTime(heardAtMs) : undefined}>
        <CellMap myName={myName} peers={judged} past={stale} />
      </div>
      <ul className={styles.peerList}>
        {judged.map(({ peer, reason }) => (
          <PeerRow key={peer.did} peer={peer} reason={reason} past={stale} />
        ))}
        {judged.length === 0 ? (
          <li className={styles.nobody}>
            <Avatar name="+" order={6} offline />
            <div>
              <p>{t('overview.cell.none')}</p>
              <p>{t('overview.cell.noneDetail')}</p>
            </div>
          </li>
        ) : null}
      </ul>
    </Card>
  );
}
