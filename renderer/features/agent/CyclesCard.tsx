import { useMemo } from 'react';
import type { Episode } from '#shared/contract/domain/agent.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { isoTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import { ChartCard } from '../../charts/ChartCard.tsx';
import { LineChart } from '../../charts/LineChart.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useTheme } from '../../state/theme.ts';
import styles from './Agent.module.css';
import { cyclesChart } from './cycles-chart.ts';

const columns = (): readonly Column<Episode>[] => [
  { id: 'cycle', title: t('agent.cycle'), cell: (row) => row.cycle },
  { id: 'valence', title: t('agent.valence'), numeric: true, cell: (row) => decimal(row.valence, 3) },
  { id: 'arousal', title: t('agent.arousal'), numeric: true, cell: (row) => decimal(row.arousal, 3) },
  { id: 'dopamine', title: t('agent.dopamine'), numeric: true, cell: (row) => decimal(row.dopamine, 3) },
];

/** What it felt in its last cycles. */
export function CyclesCard({ episodes }: { readonly episodes: readonly Episode[] }) {
  const theme = useTheme(useNode((node) => node.settings.theme));
  const chart = useMemo(() => cyclesChart(episodes), [episodes]);
  return (
    <ChartCard
      title={t('agent.cycles', { n: episodes.length })}
      file="ghoststack-mood"
      empty={episodes.length === 0 ? <p className={styles.quiet}>{t('agent.cycles.empty')}</p> : null}
      csv={() => [
        ['cycle', 'time', 'valence', 'arousal', 'dopamine'],
        ...episodes.map(({ cycle, atMs, valence, arousal, dopamine }) => [
          cycle,
          isoTime(atMs),
          valence,
          arousal,
          dopamine,
        ]),
      ]}
      chart={<LineChart {...chart} theme={theme} height={238} />}
      table={
        <div className={styles.bleed}>
          <Table
            label={chart.label}
            columns={columns()}
            rows={[...episodes].reverse()}
            rowKey={(row) => row.cycle}
          />
        </div>
      }
    />
  );
}
