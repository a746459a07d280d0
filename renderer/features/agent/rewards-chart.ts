import type { Episode } from '#shared/contract/domain/agent.ts';
import type { ActOutcome, Outcome } from '#shared/contract/domain/agent-act.ts';
import { RECENT_EPISODES } from '#shared/protocol/limits.ts';
import { decimal } from '#shared/words/format/decimal.ts';
import { clockTime } from '#shared/words/format/times.ts';
import { t } from '#shared/words/translate.ts';
import type { ChartEvent } from '../../charts/chart-event.ts';
import type { Series } from '../../charts/LineChart.tsx';

/** A reward that came, and the one that was expected: of a stimulus, or of what came of an act. */
export interface RewardPoint {
  readonly id: string;
  readonly atMs: number;
  readonly cycle: number;
  readonly expected: number;
  readonly actual: number;
  /** Dopamine after it. */
  readonly dopamine: number;
  /** What came of an act; null for a stimulus. */
  readonly outcome: Outcome | null;
}

/** The last rewards in the order in which they came, of what is known what was expected. */
export function rewardPoints(episodes: readonly Episode[], outcomes: readonly ActOutcome[]): RewardPoint[] {
  const felt = episodes.flatMap(({ cycle, atMs, expected, reward, dopamine }) =>
    expected === null
      ? []
      : [{ id: `cycle-${cycle}`, atMs, cycle, expected, actual: reward, dopamine, outcome: null }],
  );
  const came = outcomes.map(({ subject, outcome, atMs, cycle, expected, reward, dopamine }) => ({
    id: `${subject}-${outcome}`,
    atMs,
    cycle,
    expected,
    actual: reward,
    dopamine,
    outcome,
  }));
  return [...felt, ...came]
    .sort(
      (a, b) =>
        a.atMs - b.atMs || a.cycle - b.cycle || Number(a.outcome !== null) - Number(b.outcome !== null),
    )
    .slice(-RECENT_EPISODES);
}

const EVENTS_MAX = 3;
const EVENT_DISTANCE = 0.25;

/** Lines, axis words and what came of acts. */
export function rewardsChart(points: readonly RewardPoint[]): {
  readonly label: string;
  readonly series: Series[];
  readonly ticks: string[];
  readonly events: ChartEvent[];
} {
  const last = points.at(-1);
  return {
    label: t('agent.rewards.label', {
      n: points.length,
      expected: last ? decimal(last.expected, 2) : '',
      actual: last ? decimal(last.actual, 2) : '',
      acts: points.filter(({ outcome }) => outcome !== null).length,
    }),
    series: [
      {
        id: 'actual',
        label: t('agent.rewards.actual'),
        color: '--member-0',
        dash: [],
        values: points.map(({ actual }) => actual),
      },
      {
        id: 'expected',
        label: t('agent.rewards.expected'),
        color: '--member-1',
        dash: [6, 4],
        values: points.map(({ expected }) => expected),
      },
    ],
    ticks: points.map(({ atMs }, index) =>
      index === 0 || index === points.length - 1 ? clockTime(atMs) : '',
    ),
    events: spacedOutcomes(points),
  };
}

/** The newest ones that do not write over each other. */
function spacedOutcomes(points: readonly RewardPoint[]): ChartEvent[] {
  const kept: ChartEvent[] = [];
  for (const [index, { outcome, atMs }] of [...points.entries()].reverse()) {
    if (outcome === null || index === points.length - 1) continue;
    const near = kept.some((one) => Math.abs(one.index - index) < points.length * EVENT_DISTANCE);
    if (near || kept.length >= EVENTS_MAX) continue;
    kept.push({
      index,
      label: t('agent.event', { label: t(`agent.outcome.short.${outcome}`), time: clockTime(atMs) }),
    });
  }
  return kept.reverse();
}
