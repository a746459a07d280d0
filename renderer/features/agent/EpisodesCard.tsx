import { count } from '#shared/words/format/count.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { Table } from '../../components/Table.tsx';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { goTo } from '../../state/routes.ts';
import styles from './Agent.module.css';
import { episodeColumns } from './episode-columns.tsx';

const SHOWN = 4;

export function EpisodesCard() {
  const recent = useNode((node) => node.agent.recent);
  const total = useNode((node) => node.agent.episodeCount);
  const nowMs = useNow(60_000);
  return (
    <Card
      title={t('agent.episodes')}
      note={t('agent.episodes.count', { n: total, count: count(total) })}
      action={
        total > 0 ? (
          <TextButton onClick={() => goTo('agent', 'episodes')}>{t('agent.episodes.all')}</TextButton>
        ) : null
      }
    >
      {recent.length === 0 ? (
        <p className={styles.quiet}>{t('agent.episodes.none')}</p>
      ) : (
        <div className={styles.bleed}>
          <Table
            label={t('agent.episodes')}
            columns={episodeColumns(nowMs)}
            rows={recent.slice(-SHOWN).reverse()}
            rowKey={(row) => row.cycle}
          />
        </div>
      )}
    </Card>
  );
}
