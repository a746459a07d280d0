import { quorumSizesOf } from '#shared/protocol/closing/epoch.ts';
import { ballotFloors } from '#shared/protocol/closing/floors.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import { exactDuration } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { useCell, useSignWait } from '../../state/cell.ts';
import { openOverlay } from '../../state/overlays.ts';
import styles from './CellRules.module.css';
import { feedInWords } from './RulesTable.tsx';

/** What the members have agreed on, in words; a ballot changes it. */
export function CellRulesCard() {
  const cell = useCell();
  const wait = useSignWait();
  if (!cell) return null;
  const { rules, members } = cell;
  const { n, f, q } = quorumSizesOf(members.length, rules);
  const time = (lengthMs: number) => (
    <>
      <b>{exactDuration(lengthMs)}</b>{' '}
    </>
  );
  return (
    <Card title={t('governance.cellRules')} note={t('governance.cellRules.note')}>
      <dl className={styles.facts}>
        <div>
          <dt>{t('governance.cellRules.deadline')}</dt>
          <dd>
            {time(rules.deadlineMs)}
            {t('governance.cellRules.deadlineText')}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.grace')}</dt>
          <dd>
            {time(rules.graceMs)}
            {t('governance.cellRules.graceText')}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.turn')}</dt>
          <dd>
            {time(rules.turnMs)}
            {t('governance.cellRules.turnText')}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.signatures')}</dt>
          <dd>
            <b>{t('governance.cellRules.of', { n: q, of: n })}</b>{' '}
            {t('governance.cellRules.signaturesText', { n: f })}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.shortest')}</dt>
          <dd>
            {time(rules.deadlineMinMs)}
            {t('governance.cellRules.shortestText')}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.quorumMin')}</dt>
          <dd>
            <b>{t('governance.cellRules.of', { n: ballotFloors(rules, n, false).quorum, of: n })}</b>{' '}
            {t('governance.cellRules.floorsText', { n: majorityOf(n), most: rules.openBallotsMax })}
          </dd>
        </div>
        <div>
          <dt>{t('governance.cellRules.feed')}</dt>
          <dd>
            <b>{feedInWords(rules)}</b> {t('governance.cellRules.feedText')}
          </dd>
        </div>
      </dl>
      <p className={styles.actions}>
        <Button size="small" disabled={wait !== null} onClick={() => openOverlay({ kind: 'cell-rules' })}>
          {t('governance.proposeRules')}
        </Button>
        {wait ? <span className={styles.hint}>{wait}</span> : null}
      </p>
    </Card>
  );
}
