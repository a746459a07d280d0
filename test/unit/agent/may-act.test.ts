import { expect, test } from 'vitest';
import { DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import { isEcho } from '../../../electron/node/agent/echo.ts';
import {
  ACT_INTERVAL_MS,
  type ActingNow,
  brakeOn,
  type WishedAct,
} from '../../../electron/node/agent/may-act.ts';

const NOW = 1_764_500_000_000;
const HOUR_MS = 60 * 60 * 1000;
const wish: WishedAct = { atMs: NOW, minute: 12 * 60, cost: 0, recipients: ['bob', 'carol'] };
const now: ActingNow = { budget: DEFAULT_BUDGET, past: [], isBraked: false, isEchoing: false };
const acts = (...hoursAgo: number[]) => hoursAgo.map((hours) => ({ atMs: NOW - hours * HOUR_MS, cost: 400 }));
const budget = (wanted: Partial<ActingNow['budget']>) => ({ budget: { ...DEFAULT_BUDGET, ...wanted } });

test.each<[string, Partial<WishedAct>, Partial<ActingNow>, ReturnType<typeof brakeOn>]>([
  ['nothing is in its way', {}, {}, null],
  ['its operator stopped it, whatever else', {}, { isBraked: true, isEchoing: true }, 'braked'],
  ['agents answer each other', {}, { isEchoing: true }, 'echo'],
  ['it is the first quiet minute', { minute: 22 * 60 }, {}, 'quiet'],
  ['it is after midnight', { minute: 60 }, {}, 'quiet'],
  ['the quiet hours are over', { minute: 7 * 60 }, {}, null],
  ['quiet hours lie within a day', { minute: 800 }, budget({ quiet: { from: 790, to: 810 } }), 'quiet'],
  ['there are no quiet hours', { minute: 60 }, budget({ quiet: null }), null],
  ['carol is not among those it may write to', {}, budget({ people: ['bob'] }), 'people'],
  ['all are among those it may write to', {}, budget({ people: ['bob', 'carol', 'dave'] }), null],
  ['it did as much as it may today', {}, { past: acts(1, 2), ...budget({ actsPerDay: 2 }) }, 'acts'],
  ['one of those was yesterday', {}, { past: acts(1, 24), ...budget({ actsPerDay: 2 }) }, null],
  ['it may do nothing by itself', {}, budget({ actsPerDay: 0 }), 'acts'],
  [
    'it would cost too much today',
    { cost: 300 },
    { past: acts(2), ...budget({ tokensPerDay: 699 }) },
    'tokens',
  ],
  ['it costs just what is left', { cost: 300 }, { past: acts(2), ...budget({ tokensPerDay: 700 }) }, null],
  ['it acted just now', {}, { past: [{ atMs: NOW - ACT_INTERVAL_MS + 1, cost: 0 }] }, 'interval'],
  ['ten minutes have passed', {}, { past: [{ atMs: NOW - ACT_INTERVAL_MS, cost: 0 }] }, null],
  ['the clock was set back since', {}, { past: acts(-1), ...budget({ actsPerDay: 1 }) }, 'acts'],
])('when %s', (_, wished, state, brake) => {
  expect(brakeOn({ ...wish, ...wished }, { ...now, ...state })).toBe(brake);
});

const message = (direction: 'in' | 'out', minutesAgo: number, agent?: string) => ({
  direction,
  createdAtMs: NOW - minutesAgo * 60_000,
  ...(agent === undefined ? {} : { agent }),
});
const DIGEST = 'a'.repeat(64);

test('agents that answer each other are found by four messages of an hour, whoever of them came first', () => {
  const turns = [40, 30, 20, 10].map((ago, index) => message(index % 2 ? 'out' : 'in', ago, DIGEST));
  expect(isEcho(turns, NOW)).toBe(true);
  expect(isEcho([turns[0]!, turns[2]!, turns[1]!, turns[3]!], NOW)).toBe(true);
  expect(isEcho([message('in', 50), ...turns], NOW)).toBe(true);
  expect(isEcho(turns.slice(1), NOW)).toBe(false);
  expect(isEcho([...turns, message('in', 5)], NOW)).toBe(false);
  expect(isEcho(turns, NOW + 30 * 60_000)).toBe(false);
});

test('what came after an own message of the hour is of the hour, whatever the clock of its sender says', () => {
  const turns = [40, 30, 20, 10].map((ago, index) => message(index % 2 ? 'in' : 'out', ago, DIGEST));
  const wrong = turns.map((one) =>
    one.direction === 'in' ? { ...one, createdAtMs: NOW - 5 * HOUR_MS } : one,
  );
  expect(isEcho(wrong, NOW)).toBe(true);
  expect(isEcho(wrong, NOW + 31 * 60_000)).toBe(false);
  expect(isEcho(wrong.toReversed(), NOW)).toBe(false);
});

test('an agent alone answers nobody', () => {
  const own = [40, 30, 20, 10].map((ago) => message('out', ago, DIGEST));
  expect(isEcho(own, NOW)).toBe(false);
});
