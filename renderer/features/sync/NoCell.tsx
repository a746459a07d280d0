import { visibleLine } from '#shared/words/format/peer-text.ts';
import { recoveringReason } from '#shared/words/reasons/recover-reason.ts';
import { t } from '#shared/words/translate.ts';
import { EnterActions } from '../../components/cell/EnterActions.tsx';
import { inviterName, JoinProgress } from '../../components/cell/JoinProgress.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SeatsDrawing } from '../../components/empty/SeatsDrawing.tsx';
import { Page } from '../../components/Page.tsx';
import { RecoverProgress } from '../../components/recovery/RecoverProgress.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';

/** Before there is a cell: found one or join one, and how the joining goes. */
export function NoCell() {
  const joining = useNode((node) => node.joining);
  const recovering = useNode((node) => node.recovering);
  const nowMs = useNow(60_000);
  const n = useNode((node) => node.peers.length);
  if (recovering) {
    const { cellName, name } = recovering;
    return (
      <Page
        title={t('shell.page.sync')}
        claim={
          cellName === null || name === null
            ? t('recovery.progress.claimPlain')
            : t('recovery.progress.claim', { name: visibleLine(name, 40), cell: visibleLine(cellName, 60) })
        }
        rest={recoveringReason(recovering, nowMs)}
      >
        <RecoverProgress recovering={recovering} />
      </Page>
    );
  }
  if (joining) {
    const cell = joining.cellName === null ? null : visibleLine(joining.cellName, 60);
    return (
      <Page
        title={t('shell.page.sync')}
        claim={cell === null ? t('cell.joining.claimPlain') : t('cell.joining.claim', { cell })}
        rest={t(`cell.joining.answer.${joining.state}`, { inviter: inviterName(joining) })}
      >
        <JoinProgress joining={joining} />
      </Page>
    );
  }
  return (
    <Page
      title={t('shell.page.sync')}
      claim={t('empty.sync.answer')}
      rest={t('empty.sync.answerRest', { n })}
    >
      <EmptyState
        drawing={<SeatsDrawing />}
        title={t('empty.sync.title')}
        text={t('empty.sync.text')}
        note={t('empty.sync.note')}
        actions={<EnterActions />}
      />
    </Page>
  );
}
