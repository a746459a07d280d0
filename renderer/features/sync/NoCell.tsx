import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { EnterActions } from '../../components/cell/EnterActions.tsx';
import { inviterName, JoinProgress } from '../../components/cell/JoinProgress.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SeatsDrawing } from '../../components/empty/SeatsDrawing.tsx';
import { Page } from '../../components/Page.tsx';
import { useNode } from '../../state/context.tsx';

/** Before there is a cell: found one or join one, and how the joining goes. */
export function NoCell() {
  const joining = useNode((node) => node.joining);
  const n = useNode((node) => node.peers.length);
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
