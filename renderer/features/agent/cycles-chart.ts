import type { Episode } from '#shared/contract/domain/agent.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { livedInWords } from '#shared/words/reasons/stimulus-words.ts';
import { t } from '#shared/words/translate.ts';
import type { ChartEvent } from '../../charts/chart-event.ts';
import type { Series } from '../../charts/LineChart.tsx';

export interface CyclesChart {
  readonly label: string;
  readonly series: Series[];
  readonly ticks: string[];
  readonly events: ChartEvent[];
}

const EVENTS_MAX = 3;
/** Events nearer than this share of the axis would write over each other; the newer one stays. */
const EVENT_DISTANCE = 0.25;

/** Lines, axis words and events of the last cycles. */
export function cyclesChart(episodes: readonly Episode[]): CyclesChart {
  const first = episodes[0];
  const last = episodes.at(-1);
  const line = (id: 'valence' | 'arousal' | 'dopamine', color: Series['color'], dash: number[]): Series => ({
    id,
    label: t(`agent.${id}`),
    color,
    dash,
    values: episodes.map((episode) => episode[id]),
  });
  const named = episodes.flatMap((episode, index) => {
    const label = livedInWords(episode, 28);
    return label === null
      ? []
      : [{ index, label: t('agent.event', { label, time: clockTime(episode.atMs) }) }];
  });
  return {
    label: t('agent.cycles.label', {
      from: first?.cycle ?? 0,
      to: last?.cycle ?? 0,
      dopamine: last ? decimal(last.dopamine, 2) : '',
      valence: last ? decimal(last.valence, 2) : '',
      arousal: last ? decimal(last.arousal, 2) : '',
    }),
    series: [
      line('dopamine', '--member-2', [1, 5]),
      line('valence', '--member-0', []),
      line('arousal', '--member-1', [6, 4]),
    ],
    ticks: axisWords(episodes.map((episode) => episode.cycle)),
    events: spacedEvents(named, episodes.length),
  };
}

function spacedEvents(named: readonly ChartEvent[], length: number): ChartEvent[] {
  const kept: ChartEvent[] = [];
  // The newest place is the end of the lines, where their labels stand.
  for (const event of named.filter(({ index }) => index < length - 1).reverse()) {
    const near = kept.some(({ index }) => Math.abs(index - event.index) < length * EVENT_DISTANCE);
    if (!near && kept.length < EVENTS_MAX) kept.push(event);
  }
  return kept.reverse();
}

/** The first place says `cycle 191`, the last `214`, with at most two between at even distances. */
function axisWords(cycles: readonly number[]): string[] {
  const lastIndex = cycles.length - 1;
  const parts = Math.min(3, lastIndex);
  const marked = new Set(
    Array.from({ length: parts + 1 }, (_, part) => Math.round((part * lastIndex) / Math.max(1, parts))),
  );
  return cycles.map((cycle, index) =>
    index === 0 ? t('agent.cycles.axis', { n: cycle }) : marked.has(index) ? String(cycle) : '',
  );
}
