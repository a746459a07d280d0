import type { ActOutcome, AgentAct } from '#shared/contract/domain/agent-act.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './Why.module.css';

/** What a cycle led to, and what was learned from what came of it. */
export function Outcomes({
  act,
  outcomes,
}: {
  readonly act: AgentAct;
  readonly outcomes: readonly ActOutcome[];
}) {
  const done = t(`agent.why.act.${act.kind}`, { when: dayAndTime(act.atMs) });
  return (
    <section>
      <h3>{t('agent.why.came')}</h3>
      <p>
        {act.kind === 'proposal' ? <a href={routeHref('governance', act.subject)}>{done}</a> : done}{' '}
        {t(act.alone ? 'agent.why.alone' : 'agent.why.byClick')}
      </p>
      {outcomes.length === 0 ? <p className={styles.quiet}>{t('agent.why.nothingYet')}</p> : null}
      <ul className={styles.list}>
        {outcomes.map((one) => (
          <li key={one.outcome}>
            {t('agent.why.outcome', {
              outcome: t(`agent.outcome.${one.outcome}`),
              when: dayAndTime(one.atMs),
              reward: decimal(one.reward, 2),
              expected: decimal(one.expected, 3),
              dopamine: decimal(one.dopamine, 3),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
