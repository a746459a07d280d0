import { isDecided } from '#shared/domain/proposal-column.ts';
import { ago, clockTime } from '#shared/format/times.ts';
import { t } from '#shared/i18n/translate.ts';
import { useDashboardState, useNode } from '../../app/context.tsx';
import { useNow } from '../../app/now.ts';
import { Page } from '../../app/Page.tsx';
import { usePeerContext } from '../../app/peer-context.ts';
import { showToast } from '../../app/toasts.ts';
import { useCall } from '../../app/use-call.ts';
import { useWaitReason } from '../../app/work-state.ts';
import { Button } from '../../components/Button.tsx';
import { Columns } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { LastDecisions } from './LastDecisions.tsx';
import { LastMessages } from './LastMessages.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { overviewAnswer } from './overview-answer.ts';
import { PeersCard } from './PeersCard.tsx';
import { SinceLastLook } from './SinceLastLook.tsx';
import { Tiles } from './Tiles.tsx';

export function OverviewPage() {
  const node = useNode((snapshot) => snapshot);
  const stale = useDashboardState((state) => state.stale);
  const context = usePeerContext();
  const decided = node.proposals.some(isDecided);
  const { claim, rest } = overviewAnswer(node, context, stale);
  return (
    <Page title={t('shell.page.overview')} claim={claim} rest={rest} actions={<SyncNow />}>
      <Columns
        main={
          <>
            <NeedsYou />
            {decided ? <LastDecisions /> : <LastMessages />}
            <Tiles />
          </>
        }
        side={
          <>
            <PeersCard />
            <SinceLastLook />
          </>
        }
      />
    </Page>
  );
}

function SyncNow() {
  const heardAtMs = useDashboardState((state) => state.heardAtMs);
  const stale = useDashboardState((state) => state.stale);
  const problem = useNode((node) => node.problem);
  const none = useNode((node) => node.peers.length === 0);
  const nowMs = useNow();
  const wait = useWaitReason();
  const sync = useCall('peers.syncNow');
  const key = stale || problem ? 'overview.lastGood' : 'overview.checked';
  return (
    <>
      <FormError message={sync.failure?.message} />
      <span>{t(key, { time: clockTime(heardAtMs), ago: ago(heardAtMs, nowMs) })}</span>
      {none ? null : (
        <Button
          icon="sync"
          busy={sync.busy}
          disabled={wait !== null}
          onClick={() => {
            void sync.run({ did: null }).then((done) => done && showToast(t('shell.toast.synced')));
          }}
        >
          {t('overview.syncNow')}
        </Button>
      )}
    </>
  );
}
