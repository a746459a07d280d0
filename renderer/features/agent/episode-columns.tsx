import type { Episode } from '#shared/contract/domain/agent.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { clockTime, dayAndTime, isoTime, sameDay } from '#shared/words/format/times.ts';
import { livedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import type { Column } from '../../components/Table.tsx';
import { Tag } from '../../components/Tag.tsx';
import { openOverlay } from '../../state/overlays.ts';
import styles from './Agent.module.css';

function sense(type: string): string {
  if (type === 'visual') return t('agent.try.visual');
  return type === 'auditory' ? t('agent.try.auditory') : visibleLine(type, 40);
}

/** What the episode answered to: an event in the node's life, or a stimulus from the form. */
function stimulusWords(episode: Episode): string {
  return livedInWords(episode, 60) ?? t('agent.episodes.byForm', { type: sense(episode.stimulus.type) });
}

export function episodeColumns(nowMs: number): readonly Column<Episode>[] {
  return [
    {
      id: 'time',
      title: t('agent.episodes.time'),
      cell: ({ atMs }) => (
        <time dateTime={isoTime(atMs)} title={dayAndTime(atMs)}>
          {sameDay(atMs, nowMs) ? clockTime(atMs) : dayAndTime(atMs)}
        </time>
      ),
    },
    {
      id: 'stimulus',
      title: t('agent.episodes.stimulus'),
      takesIn: true,
      width: '38%',
      cell: (row) => (
        <span className={styles.stimulus} dir="auto" title={stimulusWords(row)}>
          {stimulusWords(row)}
        </span>
      ),
    },
    {
      id: 'intensity',
      title: t('agent.episodes.intensity'),
      leaves: 2,
      numeric: true,
      cell: (row) => decimal(row.stimulus.intensity, 2),
    },
    {
      id: 'novelty',
      title: t('agent.episodes.novelty'),
      leaves: 1,
      numeric: true,
      cell: (row) => decimal(row.stimulus.novelty, 2),
    },
    {
      id: 'action',
      title: t('agent.episodes.action'),
      leaves: 5,
      spaced: true,
      cell: (row) => <Tag>{t(`agent.action.${row.action}`)}</Tag>,
    },
    {
      id: 'reward',
      title: t('agent.episodes.reward'),
      numeric: true,
      leaves: 4,
      cell: (row) => decimal(row.reward, 3),
    },
    {
      id: 'dopamine',
      title: t('agent.dopamine'),
      numeric: true,
      leaves: 3,
      cell: (row) => decimal(row.dopamine, 3),
    },
    {
      id: 'why',
      title: t('agent.why.open'),
      leaves: 6,
      cell: (row) => (
        <TextButton
          aria-label={t('agent.why.openCycle', { n: row.cycle })}
          onClick={() => openOverlay({ kind: 'why-cycle', cycle: row.cycle })}
        >
          {t('agent.why.open')}
        </TextButton>
      ),
    },
  ];
}
