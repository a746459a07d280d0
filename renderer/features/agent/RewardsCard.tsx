import { useMemo } from 'react';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { dayAndTime, isoTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { LineChart } from '../../charts/LineChart.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useTheme } from '../../state/theme.ts';
import styles from './Agent.module.css';
import { type RewardPoint, rewardPoints, rewardsChart } from './rewards-chart.ts';

/** What it expected, and what came: by which it learns. */
export function RewardsCard({ recent, outcomes }: Pick<AgentState, 'recent' | 'outcomes'>) {
  const theme = useTheme(useNode((node) => node.settings.theme));
  const points = useMemo(() => rewardPoints(recent, outcomes), [recent, outcomes]);
  const chart = useMemo(() => rewardsChart(points), [points]);
  return (
    <ChartCard
      title={t('agent.rewards')}
      file="ghoststack-rewards"
      empty={points.length === 0 ? <p className={styles.quiet}>{t('agent.rewards.empty')}</p> : null}
      csv={() => [
        ['time', 'cycle', 'of', 'expected', 'actual', 'dopamine'],
        ...points.map(({ atMs, cycle, outcome, expected, actual, dopamine }) => [
          isoTime(atMs),
          cycle,
          outcome ?? 'stimulus',
          expected,
          actual,
          dopamine,
        ]),
      ]}
      chart={<LineChart {...chart} theme={theme} height={208} />}
      table={
        <div className={styles.bleed}>
          <Table label={chart.label} columns={columns()} rows={points.toReversed()} rowKey={({ id }) => id} />
        </div>
      }
    />
  );
}

function columns(): readonly Column<RewardPoint>[] {
  return [
    { id: 'when', title: t('agent.episodes.time'), leaves: 2, cell: ({ atMs }) => dayAndTime(atMs) },
    {
      id: 'of',
      title: t('agent.rewards.of'),
      takesIn: true,
      wraps: true,
      cell: ({ outcome, cycle }) =>
        outcome === null ? t('agent.rewards.stimulus', { n: cycle }) : t(`agent.outcome.${outcome}`),
    },
    {
      id: 'expected',
      title: t('agent.rewards.expected'),
      numeric: true,
      cell: ({ expected }) => decimal(expected, 3),
    },
    {
      id: 'actual',
      title: t('agent.rewards.actual'),
      numeric: true,
      cell: ({ actual }) => decimal(actual, 3),
    },
    {
      id: 'dopamine',
      title: t('agent.dopamine'),
      numeric: true,
      leaves: 1,
      cell: ({ dopamine }) => decimal(dopamine, 3),
    },
  ];
}
