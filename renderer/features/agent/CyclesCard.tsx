import { useMemo } from 'react';
import type { Episode } from '#shared/contract/domain/agent.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { t } from '#shared/words/translate.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useTheme } from '../../state/theme.ts';
import { toggleTables, useView } from '../../state/view-preferences.ts';
import styles from './Agent.module.css';
import { cyclesChart } from './cycles-chart.ts';

const columns = (): readonly Column<Episode>[] => [
  { id: 'cycle', title: t('agent.cycle'), cell: (row) => row.cycle },
  { id: 'valence', title: t('agent.valence'), numeric: true, cell: (row) => decimal(row.valence, 3) },
  { id: 'arousal', title: t('agent.arousal'), numeric: true, cell: (row) => decimal(row.arousal, 3) },
  { id: 'dopamine', title: t('agent.dopamine'), numeric: true, cell: (row) => decimal(row.dopamine, 3) },
];

export function CyclesCard({ episodes }: { readonly episodes: readonly Episode[] }) {
  const tables = useView((view) => view.tables);
  const theme = useTheme(useNode((node) => node.settings.theme));
  const chart = useMemo(() => cyclesChart(episodes), [episodes]);
  const empty = episodes.length === 0;
  return (
    <Card
      title={t('agent.cycles', { n: episodes.length })}
      action={
        empty ? null : (
          <TextButton aria-pressed={tables} aria-keyshortcuts="t" onClick={toggleTables}>
            {t(tables ? 'common.showAsChart' : 'common.showAsTable')}
          </TextButton>
        )
      }
    >
      {empty ? (
        <p className={styles.quiet}>{t('agent.cycles.empty')}</p>
      ) : tables ? (
        <div className={styles.bleed}>
          <Table
            label={chart.label}
            columns={columns()}
            rows={[...episodes].reverse()}
            rowKey={(row) => row.cycle}
          />
        </div>
      ) : (
        <LineChart {...chart} theme={theme} height={238} />
      )}
    </Card>
  );
}
