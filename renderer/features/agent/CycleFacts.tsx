import { ACTIONS } from '#shared/contract/domain/agent.ts';
import type { CycleRecord, Mood } from '#shared/contract/domain/cycle.ts';
import { decimal, plainNumber } from '#shared/words/format/decimal.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import { BarList } from '../../charts/BarList.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import styles from './Why.module.css';

const FEELINGS = ['valence', 'arousal', 'dopamine', 'predictedReward'] as const;

/** One cycle: what was noticed, how it chose, and what it felt before and after. */
export function CycleFacts({ cycle }: { readonly cycle: CycleRecord }) {
  const { stimulus, label, lived, policy, action, scores, draw } = cycle;
  return (
    <>
      <p>
        <b>{t('agent.why.chose', { action: t(`agent.action.${action}`) })}</b>{' '}
        {t('agent.why.noticed', {
          cycle: cycle.cycle,
          when: dayAndTime(cycle.atMs),
          cause: noticedInWords({ type: stimulus.type, label, lived }, 120),
          intensity: decimal(stimulus.intensity, 2),
          novelty: decimal(stimulus.novelty, 2),
        })}
      </p>
      <section>
        <h3>{t('agent.why.chances')}</h3>
        <Chances cycle={cycle} />
        <p className={styles.quiet}>
          {t('agent.why.how', {
            policy: t(`agent.policy.${policy.name}`),
            draw: decimal(draw, 4),
            scores: ACTIONS.map((one) =>
              t('agent.why.score', { action: t(`agent.action.${one}`), score: decimal(scores[one], 3) }),
            ).join(' · '),
          })}
        </p>
      </section>
      <section>
        <h3>{t('agent.why.felt')}</h3>
        <Felt before={cycle.before} after={cycle.after} />
        <p className={styles.quiet}>{t('agent.why.reward', { reward: decimal(cycle.reward, 3) })}</p>
      </section>
    </>
  );
}

function Chances({ cycle }: { readonly cycle: CycleRecord }) {
  const full = Math.max(0.5, ...ACTIONS.map((action) => cycle.probabilities[action]));
  const items = ACTIONS.map((action) => ({ action, chance: cycle.probabilities[action] }))
    .sort((a, b) => b.chance - a.chance)
    .map(({ action, chance }) => ({
      id: action,
      label: t(`agent.action.${action}`),
      share: chance / full,
      value: t('agent.percent', { n: Math.round(chance * 100) }),
      current: action === cycle.action,
    }));
  return <BarList items={items} />;
}

function Felt({ before, after }: { readonly before: Mood; readonly after: Mood }) {
  const columns: Column<(typeof FEELINGS)[number]>[] = [
    { id: 'what', title: t('agent.why.feeling'), cell: (one) => t(`agent.${one}`) },
    { id: 'before', title: t('agent.why.before'), numeric: true, cell: (one) => decimal(before[one], 3) },
    { id: 'after', title: t('agent.why.after'), numeric: true, cell: (one) => decimal(after[one], 3) },
    {
      id: 'change',
      title: t('agent.why.change'),
      numeric: true,
      leaves: 1,
      cell: (one) => signed(after[one] - before[one]),
    },
  ];
  return (
    <div className={styles.table}>
      <Table label={t('agent.why.felt')} columns={columns} rows={FEELINGS} rowKey={(one) => one} />
    </div>
  );
}

function signed(change: number): string {
  const shown = decimal(Math.abs(change), 3);
  if (plainNumber(Number(Math.abs(change).toFixed(3))) === '0') return shown;
  return change > 0 ? `+${shown}` : `−${shown}`;
}
