import type { ReactNode } from 'react';
import type { ProposalDetail } from '#shared/contract/domain/governance.ts';
import { nameList } from '#shared/words/format/names.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime, isoTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './CellRules.module.css';
import { RulesTable } from './RulesTable.tsx';

/** What the ballot itself changes: title and text are the proposer's words, and may say anything. */
export function ChangeCard({ proposal }: { readonly proposal: ProposalDetail }) {
  const { change } = proposal;
  if (!change) return null;
  return (
    <Card title={t('governance.change')}>
      {change.type === 'rules' ? (
        <RulesTable before={change.before} after={change.after} members={proposal.seats.length} />
      ) : change.type === 'bridge' || change.type === 'unbridge' ? (
        <BridgeFacts change={change} />
      ) : change.type === 'leavers' ? (
        <dl className={styles.facts}>
          <Fact title={t('governance.change.leavers')}>
            {t('governance.change.leaversText', { names: nameList(change.names) })}
          </Fact>
        </dl>
      ) : (
        <dl className={styles.facts}>
          <Fact title={t(`governance.change.${change.type}`)}>
            <b>
              <bdi>{visibleLine(change.name, 40)}</bdi>
            </b>
          </Fact>
          <Fact title={t('governance.change.did')}>
            <span className={styles.mono}>{change.did}</span>
          </Fact>
          {change.type === 'rekey' ? (
            <Fact title={t('recovery.rekey.what')}>{t(`recovery.rekey.how.${change.by}`)}</Fact>
          ) : null}
          {change.type === 'remove' ? (
            <Fact title={t('governance.change.end')}>
              {change.end ? (
                <>
                  <a href={routeHref('chain', change.end.hash)} className={styles.mono}>
                    {placeLabel(change.name, change.end)}
                  </a>
                  {', '}
                  <time dateTime={isoTime(change.end.atMs)}>{dayAndTime(change.end.atMs)}</time>
                  {t('governance.change.endText', { name: visibleLine(change.name, 40) })}
                </>
              ) : (
                t('governance.change.endNone', { name: visibleLine(change.name, 40) })
              )}
            </Fact>
          ) : null}
        </dl>
      )}
      <p className={styles.source}>{t('governance.change.source')}</p>
    </Card>
  );
}

function BridgeFacts({
  change,
}: {
  readonly change: Extract<ProposalDetail['change'], { type: 'bridge' | 'unbridge' }>;
}) {
  return (
    <dl className={styles.facts}>
      <Fact title={t(`governance.change.${change.type}`)}>
        <b>
          <bdi>{visibleLine(change.name, 60)}</bdi>
        </b>
      </Fact>
      <Fact title={t('governance.change.bridge.cell')}>
        <span className={styles.mono}>{change.cell}</span>
      </Fact>
      {change.type === 'bridge' ? (
        <>
          <Fact title={t('governance.change.bridge.members')}>
            <bdi>{change.members.map((name) => visibleLine(name, 40)).join(', ')}</bdi>
            {`: ${t('governance.change.bridge.quorum', { q: change.q, n: change.members.length })}`}
          </Fact>
          <Fact title={t('governance.change.bridge.words')}>
            <span className={styles.mono}>{change.words.join(' ')}</span>
          </Fact>
          <Fact title={t('governance.change.bridge.until')}>
            <time dateTime={isoTime(change.untilMs)}>{dayAndTime(change.untilMs)}</time>
          </Fact>
        </>
      ) : null}
    </dl>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
