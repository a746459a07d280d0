import { describe, expect, test } from 'vitest';
import type { CycleRecord } from '#shared/contract/domain/cycle.ts';
import { PolicyScript, type PolicySpec } from '#shared/contract/domain/policy.ts';
import { LIFE_KINDS } from '#shared/contract/life-kinds.ts';
import { POLICY_RULES_MAX, STIMULUS_TYPE_MAX } from '#shared/protocol/limits.ts';
import {
  cycleDigest,
  faultOfCycle,
  formatCycleFile,
  parseCycleFile,
} from '../../../electron/node/agent/check-cycle.ts';
import { BrainSimulation } from '../../../electron/node/cognition/brain-simulation.ts';
import { goThrough } from '../../../electron/node/cognition/cycle.ts';
import { LimbicSystem } from '../../../electron/node/cognition/limbic-system.ts';
import { portableExp } from '../../../electron/node/cognition/portable-exp.ts';
import { inEnglish } from '../../../shared/protocol/saying.ts';
import vector from '../../vectors/agent/cycle.json' with { type: 'json' };

const MANNER: PolicySpec = {
  name: 'script',
  version: 1,
  script: {
    // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
    rules: [{ when: { lived: ['peer-lost'], time: { from: 1320, to: 360 } }, then: 'wait' }],
    otherwise: 'signal',
  },
};

/** Its scores, chances and digest were computed by another program (CPython) as well. */
const KNOWN = parseCycleFile(JSON.stringify(vector));
const { scores: _s, probabilities: _p, action: _a, reward: _r, after: _n, ...cause } = KNOWN.cycle;

const told = (cycle: CycleRecord, published: string | null = null) => {
  const fault = faultOfCycle({ format: 'ghoststack-cycle', digest: cycleDigest(cycle), cycle }, published);
  return fault && inEnglish(fault);
};

test('the power of e is that of the engine, within a last digit or two, and exact where it is known', () => {
  for (let x = -30; x <= 30; x += 0.0137) {
    expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
  }
  expect(portableExp(0)).toBe(1);
  expect(portableExp(710)).toBe(Number.POSITIVE_INFINITY);
  expect(portableExp(-746)).toBe(0);
  expect(portableExp(Number.NaN)).toBeNaN();
});

test('a cycle has the same numbers on every computer', () => {
  expect(goThrough(cause)).toEqual(KNOWN.cycle);
  expect(cycleDigest(goThrough(cause))).toBe(vector.digest);
});

describe('a cycle that somebody shows', () => {
  test.each([
    ['the tutorial’s', { name: 'softmax', version: 1 }],
    ['a cautious one', { name: 'cautious', version: 1 }],
    ['an operator’s', MANNER],
  ] as const)('is right if it comes out again, chosen by %s policy', (_, policy) => {
    const cycle = goThrough({ ...cause, policy });
    const file = parseCycleFile(formatCycleFile(cycle));
    expect(file.cycle).toEqual(cycle);
    expect(faultOfCycle(file, cycleDigest(cycle))).toBeNull();
  });

  const right = goThrough(cause);

  test.each([
    ['before.valence', { before: { ...right.before, valence: 0.513 } }],
    ['before.predictedReward', { before: { ...right.before, predictedReward: 0.50520000000000009 } }],
    ['stimulus.intensity', { stimulus: { ...right.stimulus, intensity: 0.81 } }],
    ['scores.wait', { scores: { ...right.scores, wait: 0.5416 } }],
    [
      'probabilities.signal',
      { probabilities: { ...right.probabilities, signal: right.probabilities.signal + 2e-17 } },
    ],
    ['draw', { draw: 0.1 }],
    ['action', { action: 'explore' }],
    ['reward', { reward: 0.6 }],
    ['after.dopamine', { after: { ...right.after, dopamine: 0.53 } }],
    ['policy', { policy: { name: 'cautious', version: 1 } }],
  ] as const)('is found out when %s was changed, its digest too', (_, changed) => {
    expect(told({ ...right, ...changed } as CycleRecord)).toMatch(/but what follows from the rest is/);
  });

  test('is found out by its digest where what was changed decides nothing', () => {
    const changed = { ...right, atMs: right.atMs + 1 };
    const digest = cycleDigest(right);
    expect(inEnglish(faultOfCycle({ format: 'ghoststack-cycle', digest, cycle: changed }, null)!)).toMatch(
      /was changed after it was saved/,
    );
    expect(told(changed, digest)).toMatch(/^This is another cycle: the act names/);
  });

  test('is refused, and its fault named, when it is none', () => {
    const text = formatCycleFile(right);
    expect(() => parseCycleFile(text.replace('"draw": 0.83', '"draw": 7'))).toThrow(/cycle.draw/);
    expect(() => parseCycleFile('{')).toThrow(/This is not a cycle of an agent/);
    expect(() => parseCycleFile(text.replace('"cycle": 7', '"cycle": 7, "cycle": 7'))).toThrow(
      /twice|not a cycle/,
    );
    expect(() => parseCycleFile(' '.repeat(270_000))).toThrow(/the limit is 262144/);
  });

  test('comes back whole from its file, however long the script is that was chosen by', () => {
    const far = { from: 0.12345678901234568, to: 0.9876543210987654 };
    const moods = { intensity: far, novelty: far, valence: far, arousal: far, dopamine: far };
    const when = { ...moods, lived: [...LIFE_KINDS], time: { from: 600, to: 1200 } };
    const texts = { about: '\u0001'.repeat(200), type: '\u6f22'.repeat(STIMULUS_TYPE_MAX) };
    // biome-ignore lint/suspicious/noThenProperty: so is it called in the files that operators write.
    const rule = { when: { ...when, ...texts }, then: 'wait' };
    const rules = Array.from({ length: POLICY_RULES_MAX }, () => rule);
    const script = PolicyScript.parse({ rules, otherwise: 'conserve' });
    const cycle = goThrough({ ...cause, policy: { name: 'script', version: 1, script } });
    const file = parseCycleFile(formatCycleFile(cycle));
    expect(faultOfCycle(file, cycleDigest(cycle))).toBeNull();
  });

  test('that nobody can go through is told why', () => {
    expect(told({ ...right, stimulus: { ...right.stimulus, type: ' ' } })).toMatch(/A stimulus needs a type/);
  });

  test('whose mood is none does not come out', () => {
    expect(told({ ...right, before: { ...right.before, predictedReward: Number.MAX_VALUE } })).toMatch(
      /what follows/,
    );
  });
});

test('a rule counts where all of it holds, and time goes over midnight', () => {
  const at = (minute: number, lived: CycleRecord['lived'] = cause.lived) =>
    goThrough({ ...cause, minute, lived, policy: MANNER }).action;
  expect([at(1319), at(1320), at(0), at(360), at(361)]).toEqual(['signal', 'wait', 'wait', 'wait', 'signal']);
  expect(at(0, { kind: 'peer-back', subject: 'bob' })).toBe('signal');
  expect(at(0, null)).toBe('signal');
});

test('what came of an act moves dopamine by what was not expected, and the expectation by a tenth', () => {
  const brain = new BrainSimulation();
  const kept: unknown[] = [];
  brain.learnFrom(1, (state) => kept.push(state));
  const expected = { cycle: 0, valence: 0.5, arousal: 0.3, dopamine: 0.6, predictedReward: 0.55 };
  expect(brain.state).toEqual(expected);
  expect(kept).toEqual([expected]);
  expect(() =>
    brain.learnFrom(0, () => {
      throw new Error('disk full');
    }),
  ).toThrow('disk full');
  expect(brain.state).toEqual(expected);
});

test('learning is the same rule, whoever gives the reward', () => {
  const limbic = new LimbicSystem();
  const reward = limbic.update({ intensity: 0.8, novelty: 0.9 });
  const brain = new BrainSimulation();
  brain.learnFrom(reward, () => {});
  expect(brain.state).toMatchObject({ dopamine: limbic.dopamine, predictedReward: limbic.predictedReward });
});
