import { isDecided } from '#shared/contract/domain/proposal-column.ts';
import { standing } from '#shared/contract/domain/snapshot.ts';
import { ago, clockTime } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Columns } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { useDashboardState, useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { usePeerContext } from '../../state/peer-context.ts';
import { showToast } from '../../state/toasts.ts';
import { useCall } from '../../state/use-call.ts';
import { useWaitReason } from '../../state/work-state.ts';
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
  const problem = useNode((node) => standing(node.problem));
  const none = useNode((node) => node.peers.length === 0);
  const nowMs = useNow();
  const wait = useWaitReason();
  const sync = useCall('peers.syncNow');
  const key = stale || problem ? 'overview.lastGood' : 'overview.checked';
  return (
    <>
      <FormError message={failureInWords(sync.failure)} />
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
