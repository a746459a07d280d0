import type { Trust } from '#shared/contract/domain/trust.ts';
import { HALF_LIFE_DAYS } from '#shared/protocol/trust/fade.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EmptyPage } from '../../components/empty/EmptyPage.tsx';
import { ReputationDrawing } from '../../components/empty/ReputationDrawing.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Page } from '../../components/Page.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Strong } from '../../components/Strong.tsx';
import { useCell, useMembersByScid, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { openOverlay } from '../../state/overlays.ts';
import { useRoute } from '../../state/routes.ts';
import { toggleTables, useView } from '../../state/view-preferences.ts';
import { BridgesCard } from './BridgesCard.tsx';
import { EdgesTable, RanksTable } from './RankTables.tsx';
import styles from './Reputation.module.css';
import { ScoreCard } from './ScoreCard.tsx';
import { TrustGraph } from './TrustGraph.tsx';
import { anyEndorsement, byRank, nearlyFaded, reputationAnswer } from './trust-words.ts';

export function ReputationPage() {
  const cell = useCell();
  const trust = useNode((node) => node.trust);
  if (!cell || !trust || trust.ranks.length < 2) return <EmptyPage page="reputation" />;
  return anyEndorsement(trust) ? <Reputation trust={trust} /> : <Nothing trust={trust} />;
}

function Endorse({ large = false }: { readonly large?: boolean }) {
  const wait = useSignWait();
  return (
    <>
      {wait ? <span className={styles.wait}>{wait}</span> : null}
      <Button
        variant="primary"
        icon="plus"
        size={large ? 'large' : 'normal'}
        disabled={wait !== null}
        onClick={() => openOverlay({ kind: 'endorse', scid: null })}
      >
        {t('reputation.endorse')}
      </Button>
    </>
  );
}

function Nothing({ trust }: { readonly trust: Trust }) {
  return (
    <Page title={t('shell.page.reputation')} {...reputationAnswer(trust)}>
      <EmptyState
        drawing={<ReputationDrawing />}
        title={t('reputation.empty.title')}
        text={t('empty.reputation.text')}
        note={t('empty.reputation.note')}
        actions={<Endorse large />}
      />
      <BridgesCard trust={trust} name={useCell()?.name ?? ''} tables={useView((view) => view.tables)} />
    </Page>
  );
}

function Reputation({ trust }: { readonly trust: Trust }) {
  const { part } = useRoute();
  const tables = useView((view) => view.tables);
  const members = useMembersByScid();
  const orders = new Map([...members].map(([scid, { order }]) => [scid, order]));
  const ranks = byRank(trust);
  const chosen = ranks.find(({ scid }) => scid === part) ?? ranks[0];
  const faded = nearlyFaded(trust);
  const name = useCell()?.name ?? '';
  return (
    <Page
      title={t('shell.page.reputation')}
      {...reputationAnswer(trust)}
      actions={
        <>
          <Segmented
            label={t('reputation.view')}
            value={tables ? 'table' : 'graph'}
            options={[
              { value: 'graph', label: t('reputation.view.graph') },
              { value: 'table', label: t('reputation.view.table') },
            ]}
            onChange={toggleTables}
          />
          <Endorse />
        </>
      }
    >
      <Columns
        ratio="narrow-side"
        main={
          <Card
            title={t('reputation.who')}
            action={
              tables ? null : (
                <span className={styles.legend}>
                  <span>{t('reputation.legend.width')}</span>
                  <span className={styles.dash} aria-hidden="true" />
                  <span>{t('reputation.legend.faded')}</span>
                </span>
              )
            }
          >
            <div className={styles.bleed}>
              {tables ? (
                <EdgesTable trust={trust} />
              ) : (
                <TrustGraph trust={trust} orders={orders} selected={chosen?.scid ?? null} />
              )}
              <p className={styles.fading}>
                <Icon name="clock" size={15} />
                <span>
                  {t('reputation.halfLife', { days: HALF_LIFE_DAYS })}{' '}
                  {faded ? <Strong of="reputation.nearlyGone" params={{ list: faded }} /> : null}
                </span>
              </p>
              <RanksTable ranks={ranks} orders={orders} selected={chosen?.scid ?? null} />
            </div>
          </Card>
        }
        side={chosen ? <ScoreCard key={chosen.scid} rank={chosen} orders={orders} /> : null}
      />
      <BridgesCard trust={trust} name={name} tables={tables} />
    </Page>
  );
}
