import type { Peer } from '#shared/contract/domain/peer.ts';
import { worstFirst } from '#shared/words/reasons/pulse.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { ForkedBanner } from '../../components/cell/CellBanners.tsx';
import { JoinRequests } from '../../components/cell/JoinRequests.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SeatsDrawing } from '../../components/empty/SeatsDrawing.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { RecoveryRequests } from '../../components/recovery/RecoveryRequests.tsx';
import { Switch } from '../../components/Switch.tsx';
import { isFormer, useCell, useFormer } from '../../state/cell.ts';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { usePeersApart } from '../../state/held-cells.ts';
import { openOverlay } from '../../state/overlays.ts';
import { usePeerContext } from '../../state/peer-context.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useCarried } from '../../state/use-carried.ts';
import { useWaitReason } from '../../state/work-state.ts';
import { HoldingsCard } from './HoldingsCard.tsx';
import { MapCard } from './MapCard.tsx';
import { NoCell } from './NoCell.tsx';
import { PassesCard } from './PassesCard.tsx';
import { PeersCard } from './PeersCard.tsx';
import styles from './Sync.module.css';
import { syncAnswer } from './sync-answer.ts';

export function SyncPage() {
  const cell = useCell();
  const joining = useNode((node) => node.joining !== null);
  const recovering = useNode((node) => node.recovering !== null);
  const former = isFormer(cell);
  // On the way back, or into another cell, how that goes comes first.
  return cell && !recovering && !(former && joining) ? <CellSync /> : <NoCell />;
}

function CellSync() {
  const node = useNode((snapshot) => snapshot);
  const stale = useDashboardState((state) => state.stale);
  const context = usePeerContext();
  const { claim, rest } = syncAnswer(node, context, stale);
  const carried = useCarried();
  const { here, elsewhere } = usePeersApart();
  const inOrder = (peers: readonly Peer[]) =>
    worstFirst(peers, context).sort((a, b) => a.peer.order - b.peer.order);
  const judged = inOrder(here);
  const others = inOrder(elsewhere);
  const former = isFormer(node.cell);
  const asked = (node.cell?.joinRequests.length ?? 0) > 0;
  return (
    <Page title={t('shell.page.sync')} claim={claim} rest={rest} actions={<HeadActions />}>
      {asked ? (
        <div className={styles.asked}>
          <Card flush accented title={t('cell.request')}>
            <JoinRequests />
          </Card>
        </div>
      ) : null}
      {(node.cell?.recoveryRequests.length ?? 0) > 0 ? (
        <div className={styles.asked}>
          <Card flush accented title={t('recovery.request')}>
            <RecoveryRequests />
          </Card>
        </div>
      ) : null}
      <ForkedBanner />
      {judged.length + others.length === 0 && !former ? (
        <Alone />
      ) : (
        <Columns
          ratio="narrow-side"
          main={
            <>
              <MapCard judged={judged} carried={carried} />
              <HoldingsCard carried={carried} />
            </>
          }
          side={
            <>
              <PeersCard judged={[...judged, ...others]} kept={others} carried={carried} />
              <PassesCard />
              <Ip6 />
            </>
          }
        />
      )}
    </Page>
  );
}

/** Whether the others may come over IPv6, too. */
function Ip6() {
  const ipv6 = useNode((node) => (node.phase === 'running' && node.online ? node.me?.ipv6 : undefined));
  return ipv6 ? <p className={styles.ip6}>{t(`sync.ipv6.${ipv6}`)}</p> : null;
}

/** A cell of one: the seats that wait for neighbours. */
function Alone() {
  return (
    <EmptyState
      drawing={<SeatsDrawing />}
      title={t('empty.sync.invite')}
      text={t('empty.sync.inviteText')}
      note={t('empty.sync.note')}
      actions={
        <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'invite' })}>
          {t('cell.invite')}
        </Button>
      }
    />
  );
}

function HeadActions() {
  const online = useNode((node) => node.online);
  const some = useNode((node) => node.peers.length > 0);
  const former = useFormer();
  const wait = useWaitReason();
  const sync = useCall('peers.syncNow');
  const setOnline = useCall('me.setOnline');
  return (
    <>
      <FormError message={failureInWords(sync.failure) ?? failureInWords(setOnline.failure)} />
      {some ? (
        <>
          {former ? null : (
            <Button variant="quiet" icon="people" onClick={() => openOverlay({ kind: 'invite' })}>
              {t('cell.invite')}
            </Button>
          )}
          <Button
            variant="quiet"
            icon="plus"
            disabled={wait !== null}
            onClick={() => openOverlay({ kind: 'address', did: null })}
          >
            {t('sync.addAddress')}
          </Button>
          <Button
            icon="sync"
            busy={sync.busy}
            disabled={wait !== null}
            aria-keyshortcuts="s"
            onClick={() => {
              void sync.run({ did: null }).then((done) => done && showToast(t('shell.toast.synced')));
            }}
          >
            {t('sync.now')}
          </Button>
        </>
      ) : null}
      <span className={styles.headActions}>
        <span aria-hidden="true">{t('sync.online')}</span>
        <Switch
          label={t('sync.online')}
          checked={online}
          disabled={setOnline.busy || wait !== null}
          onChange={(next) => void setOnline.run({ online: next })}
        />
      </span>
    </>
  );
}
