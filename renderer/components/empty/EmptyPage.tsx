import type { ReactNode } from 'react';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { t } from '#shared/words/translate.ts';
import { useCell } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { goTo, type PageName } from '../../state/routes.ts';
import { Button } from '../Button.tsx';
import { EnterActions } from '../cell/EnterActions.tsx';
import { EmptyState } from '../EmptyState.tsx';
import { Page } from '../Page.tsx';
import { ChainDrawing } from './ChainDrawing.tsx';
import { GovernanceDrawing } from './GovernanceDrawing.tsx';
import { ReputationDrawing } from './ReputationDrawing.tsx';
import { TokensDrawing } from './TokensDrawing.tsx';

export type EmptyPageName = Extract<PageName, 'governance' | 'chain' | 'reputation' | 'tokens'>;

const DRAWINGS: Readonly<Record<EmptyPageName, () => ReactNode>> = {
  governance: () => <GovernanceDrawing />,
  chain: () => <ChainDrawing />,
  reputation: () => <ReputationDrawing />,
  tokens: () => <TokensDrawing />,
};

/** A page that belongs to a cell, before it has anything to show: its own parts, empty, and what can be done now. */
export function EmptyPage({ page }: { readonly page: EmptyPageName }) {
  const inCell = useCell() !== null;
  return (
    <Page
      title={t(`shell.page.${page}`)}
      claim={t(`empty.${page}.answer`)}
      rest={t(`empty.${page}.answerRest`)}
    >
      <EmptyState
        drawing={DRAWINGS[page]()}
        title={t(`empty.${page}.title`)}
        text={t(`empty.${page}.text`)}
        note={t(`empty.${page}.note`)}
        actions={inCell ? <MemberActions /> : <NewcomerActions />}
      />
    </Page>
  );
}

function NewcomerActions() {
  const joining = useNode((node) => node.joining !== null);
  return joining ? (
    <Button variant="primary" size="large" onClick={() => goTo('sync')}>
      {t('cell.openSync')}
    </Button>
  ) : (
    <EnterActions />
  );
}

function MemberActions() {
  const full = useNode((node) => (node.cell?.members.length ?? 0) >= MEMBERS_MAX);
  return full ? null : (
    <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'invite' })}>
      {t('cell.invite')}
    </Button>
  );
}
