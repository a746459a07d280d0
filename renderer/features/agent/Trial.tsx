import type { TriedPolicy } from '#shared/contract/agent-calls.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { count } from '#shared/words/format/count.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { openOverlay } from '../../state/overlays.ts';
import styles from './Agent.module.css';

const SHOWN = 5;

export interface TrialOf {
  readonly spec: PolicySpec;
  readonly days: number;
  readonly found: TriedPolicy;
}

/** What a policy would have done in what is remembered. */
export function Trial({ days, found }: TrialOf) {
  const { of, times, otherwise } = found;
  if (of === 0) return <p role="status">{t('agent.trial.none', { days })}</p>;
  return (
    <div role="status" className={styles.trial}>
      <p>
        <b>{t('agent.trial.proposed', { days, n: times.explore, count: count(times.explore) })}</b>{' '}
        {t('agent.trial.rest', {
          signal: count(times.signal),
          wait: count(times.wait),
          conserve: count(times.conserve),
          of: count(of),
        })}
      </p>
      <p className={styles.quiet}>
        {t('agent.trial.otherwise', { n: otherwise.length, count: count(otherwise.length) })}
      </p>
      <ul>
        {otherwise.slice(0, SHOWN).map(({ cycle, action }) => (
          <li key={cycle}>
            {t('agent.trial.instead', { cycle, action: t(`agent.action.${action}`) })}{' '}
            <TextButton onClick={() => openOverlay({ kind: 'why-cycle', cycle })}>
              {t('agent.why.openCycle', { n: cycle })}
            </TextButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
