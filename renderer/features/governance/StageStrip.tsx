import type { ProposalDetail, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { t } from '#shared/words/translate.ts';
import { Icon } from '../../components/Icon.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import styles from './StageStrip.module.css';

const STAGES = ['draft', 'review', 'voting', 'closing', 'counted'] as const;

/** The index of the stage that goes on; past the end when all is done. */
function stageOf({ state }: Pick<ProposalSummary, 'state'>): number {
  switch (state) {
    case 'draft':
      return 0;
    case 'review':
      return 1;
    case 'voting':
      return 2;
    case 'closing':
      return 3;
    case 'forked':
      return 4;
    default:
      return STAGES.length;
  }
}

export function StageStrip({ proposal }: { readonly proposal: ProposalDetail }) {
  const current = stageOf(proposal);
  const { passedOver } = proposal;
  const notCounted = passedOver || (proposal.state === 'expired' && proposal.certificate === null);
  return (
    <ol className={styles.stages} aria-label={t('governance.stages')}>
      {STAGES.map((stage, index) => {
        const failed = (proposal.state === 'forked' || notCounted) && stage === 'counted';
        // A vote that was opened at once had no review.
        const skipped = stage === 'review' && index < current && !proposal.reviewed;
        const done = index < current && !failed && !skipped;
        const goesOn = index === current && !failed && !passedOver;
        return (
          <li
            key={stage}
            className={styles.stage}
            data-done={done}
            data-skipped={skipped}
            aria-current={goesOn ? 'step' : undefined}
          >
            {failed ? (
              <StateMark mark="stop" size={14} />
            ) : done ? (
              <Icon name="check" size={14} />
            ) : (
              <StateMark mark={goesOn ? 'current' : 'to-come'} size={13} />
            )}
            <span>
              {t(
                notCounted && stage === 'counted'
                  ? 'governance.stage.notCounted'
                  : `governance.stage.${stage}`,
              )}
            </span>
            {done || skipped ? (
              <span className="visuallyHidden">
                {t(skipped ? 'governance.stage.skipped' : 'governance.stage.done')}
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
