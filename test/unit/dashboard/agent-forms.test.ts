import { expect, test } from 'vitest';
import type { Episode } from '#shared/contract/domain/agent.ts';
import { DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import '#shared/words/catalogues.ts';
import { isBudget, readBudget, writtenBudget } from '../../../renderer/features/agent/budget-form.ts';
import { rewardPoints, rewardsChart } from '../../../renderer/features/agent/rewards-chart.ts';

test('a budget comes back as it was written', () => {
  for (const budget of [
    DEFAULT_BUDGET,
    { actsPerDay: 0, tokensPerDay: 1500, quiet: null, people: [] },
    { actsPerDay: 100, tokensPerDay: 1, quiet: { from: 0, to: 1439 }, people: ['a', 'b'] },
  ])
    expect(readBudget(writtenBudget(budget))).toEqual(budget);
});

test('each field of a budget that is wrong is named', () => {
  const written = writtenBudget(DEFAULT_BUDGET);
  const faults = (change: object) => readBudget({ ...written, ...change });
  expect(faults({ acts: '101' })).toEqual(['acts']);
  expect(faults({ acts: '1.5', tokens: '-1' })).toEqual(['acts', 'tokens']);
  expect(faults({ tokens: '0,0005' })).toEqual(['tokens']);
  expect(faults({ from: '' })).toEqual(['quiet']);
  expect(faults({ to: '22:00' })).toEqual(['quiet']);
  expect(isBudget(faults({ from: '', isQuiet: false }))).toBe(true);
  expect(isBudget(faults({ acts: '' }))).toBe(false);
});

const EPISODE: Episode = {
  cycle: 1,
  atMs: 1000,
  stimulus: { type: 'visual', intensity: 0.5, novelty: 0.5 },
  label: null,
  lived: null,
  valence: 0.5,
  arousal: 0.3,
  dopamine: 0.5,
  reward: 0.6,
  expected: 0.5,
  action: 'wait',
  probabilities: { explore: 0.25, wait: 0.25, signal: 0.25, conserve: 0.25 },
};

test('rewards of stimuli and of acts stand in the order in which they came, and what came of acts is named', () => {
  const episodes = [
    EPISODE,
    { ...EPISODE, cycle: 2, atMs: 3000, expected: null },
    { ...EPISODE, cycle: 3, atMs: 5000 },
  ];
  const passed = {
    subject: 'p',
    outcome: 'proposal-passed' as const,
    atMs: 2000,
    cycle: 1,
    reward: 1,
    expected: 0.51,
    dopamine: 0.6,
  };
  const points = rewardPoints(episodes, [passed]);
  expect(points.map(({ cycle, outcome }) => [cycle, outcome])).toEqual([
    [1, null],
    [1, 'proposal-passed'],
    [3, null],
  ]);
  const chart = rewardsChart(points);
  expect(chart.series.map(({ values }) => values)).toEqual([
    [0.6, 1, 0.6],
    [0.5, 0.51, 0.5],
  ]);
  expect(chart.events).toMatchObject([{ index: 1 }]);
  expect(chart.label).toMatch(/last 3 rewards, 1 of them/);
});
