import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EmptyPage } from '../../components/empty/EmptyPage.tsx';
import { GovernanceDrawing } from '../../components/empty/GovernanceDrawing.tsx';
import { Page } from '../../components/Page.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { openOverlay } from '../../state/overlays.ts';
import { goTo, useRoute } from '../../state/routes.ts';
import { Board } from './Board.tsx';
import { CellRulesCard } from './CellRulesCard.tsx';
import styles from './Governance.module.css';
import { governanceAnswer } from './governance-answer.ts';
import { ProposalList } from './ProposalList.tsx';
import { ProposalPage } from './ProposalPage.tsx';

/** What follows the page in the address: the list, or a proposal's id. */
const LIST = 'list';

export function GovernancePage() {
  const cell = useCell();
  const { part } = useRoute();
  if (!cell) return <EmptyPage page="governance" />;
  return part === null || part === LIST ? (
    <Overview list={part === LIST} />
  ) : (
    <ProposalPage key={part} id={part} />
  );
}

function Overview({ list }: { readonly list: boolean }) {
  const proposals = useNode((node) => node.proposals);
  const counts = useNode((node) => node.proposalCounts);
  const nowMs = useNow(30_000);
  const { claim, rest } = governanceAnswer(proposals, counts, nowMs);
  if (proposals.length === 0) {
    return (
      <Page
        title={t('shell.page.governance')}
        claim={t('empty.governance.answer')}
        rest={t('governance.empty.rest')}
      >
        <EmptyState
          drawing={<GovernanceDrawing />}
          title={t('governance.empty.title')}
          text={t('empty.governance.text')}
          note={t('empty.governance.note')}
          actions={<NewProposal large />}
        />
        <div className={styles.cellRules}>
          <CellRulesCard />
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={t('shell.page.governance')}
      claim={claim}
      rest={rest}
      actions={
        <>
          <Segmented
            label={t('governance.view')}
            value={list ? 'list' : 'board'}
            options={[
              { value: 'board', label: t('governance.view.board') },
              { value: 'list', label: t('governance.view.list') },
            ]}
            onChange={(view) => goTo('governance', view === 'list' ? LIST : null)}
          />
          <NewProposal />
        </>
      }
    >
      {list ? (
        <ProposalList />
      ) : (
        <Board proposals={proposals} counts={counts} onOlder={() => goTo('governance', LIST)} />
      )}
      <div className={styles.cellRules}>
        <CellRulesCard />
      </div>
    </Page>
  );
}

function NewProposal({ large = false }: { readonly large?: boolean }) {
  const wait = useSignWait();
  return (
    <>
      <Button
        variant="primary"
        icon="plus"
        size={large ? 'large' : 'normal'}
        disabled={wait !== null}
        data-shortcut="n"
        aria-keyshortcuts="Control+N"
        onClick={() => openOverlay({ kind: 'new-proposal' })}
      >
        {t('governance.new')}
      </Button>
      {wait ? <span className={styles.wait}>{wait}</span> : null}
    </>
  );
}
