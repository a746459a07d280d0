import type { Why } from '#shared/contract/agent-calls.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { noticedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import agentStyles from './Agent.module.css';
import styles from './Why.module.css';

type Near = Why['nearest'][number];

/** The remembered episodes that are most alike, nearest first. */
export function MostAlike({ nearest }: { readonly nearest: readonly Near[] }) {
  return (
    <section>
      <h3>{t('agent.why.alike')}</h3>
      {nearest.length === 0 ? (
        <p className={styles.quiet}>{t('agent.why.noneAlike')}</p>
      ) : (
        <div className={styles.table}>
          <Table
            label={t('agent.why.alike')}
            columns={alikeColumns()}
            rows={nearest}
            rowKey={({ episode }) => episode.cycle}
          />
        </div>
      )}
    </section>
  );
}

function alikeColumns(): Column<Near>[] {
  return [
    {
      id: 'stimulus',
      title: t('agent.episodes.stimulus'),
      takesIn: true,
      cell: ({ episode: { label, lived, stimulus } }) => {
        const words = noticedInWords({ label, lived, type: stimulus.type }, 60);
        return (
          <span className={agentStyles.stimulus} dir="auto" title={words}>
            {words}
          </span>
        );
      },
    },
    {
      id: 'when',
      title: t('agent.episodes.time'),
      leaves: 1,
      cell: ({ episode }) => dayAndTime(episode.atMs),
    },
    {
      id: 'action',
      title: t('agent.episodes.action'),
      leaves: 3,
      cell: ({ episode }) => <Tag>{t(`agent.action.${episode.action}`)}</Tag>,
    },
    {
      id: 'reward',
      title: t('agent.episodes.reward'),
      numeric: true,
      leaves: 2,
      cell: ({ episode }) => decimal(episode.reward, 3),
    },
    {
      id: 'distance',
      title: t('agent.why.distance'),
      numeric: true,
      cell: ({ distance }) => decimal(distance, 3),
    },
  ];
}
