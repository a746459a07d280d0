import type { ReactNode } from 'react';
import { t } from '#shared/i18n/translate.ts';
import { useNode } from '../../app/context.tsx';
import { openOverlay } from '../../app/overlays.ts';
import { Page } from '../../app/Page.tsx';
import { goTo, type PageName } from '../../app/routes.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ChainDrawing } from './ChainDrawing.tsx';
import { GovernanceDrawing } from './GovernanceDrawing.tsx';
import { IdentityDrawing } from './IdentityDrawing.tsx';
import { ReputationDrawing } from './ReputationDrawing.tsx';
import { SeatsDrawing } from './SeatsDrawing.tsx';
import { TokensDrawing } from './TokensDrawing.tsx';

export type EmptyPageName = Exclude<PageName, 'overview' | 'messages' | 'agent' | 'settings'>;

const DRAWINGS: Readonly<Record<EmptyPageName, () => ReactNode>> = {
  sync: () => <SeatsDrawing />,
  governance: () => <GovernanceDrawing />,
  chain: () => <ChainDrawing />,
  reputation: () => <ReputationDrawing />,
  tokens: () => <TokensDrawing />,
  identity: () => <IdentityDrawing />,
};

/** A page that belongs to a cell, before there is one: its own parts, empty, and what can be done now. */
export function EmptyPage({ page }: { readonly page: EmptyPageName }) {
  const n = useNode((node) => node.peers.length);
  return (
    <Page
      title={t(`shell.page.${page}`)}
      claim={t(`empty.${page}.answer`)}
      rest={t(`empty.${page}.answerRest`, { n })}
    >
      <EmptyState
        drawing={DRAWINGS[page]()}
        title={t(`empty.${page}.title`)}
        text={t(`empty.${page}.text`)}
        note={t(`empty.${page}.note`)}
        actions={<Actions page={page} />}
      />
    </Page>
  );
}

function Actions({ page }: { readonly page: EmptyPageName }) {
  const did = useNode((node) => node.me?.did ?? '');
  if (page === 'identity') {
    return (
      <>
        <CopyButton variant="primary" size="large" text={did} label={t('empty.copyIdentity')} />
        <Button size="large" onClick={() => goTo('settings')}>
          {t('empty.openSettings')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button variant="primary" size="large" icon="people" onClick={() => openOverlay({ kind: 'add-peer' })}>
        {t('empty.addPeer')}
      </Button>
      <CopyButton size="large" text={did} label={t('empty.copyIdentity')} />
    </>
  );
}
