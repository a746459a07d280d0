import { expect, test } from 'vitest';
import {
  RECOVERER_EVENTS,
  RECOVERER_STEPS,
  type RecovererState,
  recovererNext,
  resumedAt,
} from '../../../electron/node/cell/recovering/recoverer-machine.ts';
import {
  type RecoveryFacts,
  recoveryDeskNext,
  toldOf,
} from '../../../electron/node/cell/recovering/recovery-desk-machine.ts';

const flags = [false, true];

test('a machine asks for nothing before its operator has compared the words, and ends only for good', () => {
  for (const step of RECOVERER_STEPS) {
    for (const agrees of flags) {
      for (const holdsKey of flags) {
        if (step === 'agreed' && !agrees) continue;
        for (const event of RECOVERER_EVENTS) {
          const next = recovererNext({ step, agrees, holdsKey }, event);
          if (next.effect === 'make')
            expect(next).toMatchObject({ step: 'agreed', agrees: agrees || event === 'same' });
          if (next.effect === 'make') expect(next.agrees).toBe(true);
          if (next.effect === 'restore') expect([step, event]).toEqual(['agreed', 'admitted']);
          if (next.effect === 'end') expect(['refused', 'gone', 'member']).toContain(next.step);
          // What the cell has certified is not given up.
          if (step === 'admitted') expect(['admitted', 'member']).toContain(next.step);
          if (event === 'no-answer') expect(next.step).toBe(step);
        }
      }
    }
  }
});

test('from wherever a machine was ended there is a way to the end', () => {
  const answers = ['hashes', 'typed', 'names', 'same', 'admitted', 'restored'] as const;
  for (const began of RECOVERER_STEPS.filter((step) => !['refused', 'gone', 'parting'].includes(step))) {
    for (const hasVersions of flags) {
      let state: RecovererState = {
        step: resumedAt(began, hasVersions),
        agrees: began === 'agreed',
        holdsKey: false,
      };
      // Two rounds: words that are typed a second time come after what was answered before.
      for (const event of [...answers, ...answers]) {
        const { step, agrees } = recovererNext(state, event);
        state = { step, agrees, holdsKey: state.holdsKey || event === 'typed' };
      }
      expect([began, hasVersions, state.step]).toEqual([began, hasVersions, 'member']);
    }
  }
});

test('a machine whose operator saw other words tells so until it is heard, and asks for nothing more', () => {
  const at = (step: RecovererState['step'], event: (typeof RECOVERER_EVENTS)[number]) => {
    const { step: next, effect } = recovererNext({ step, agrees: step === 'agreed', holdsKey: true }, event);
    return `${next}, ${effect}`;
  };
  expect([at('comparing', 'differ'), at('agreed', 'differ')]).toEqual(['parting, ask', 'parting, ask']);
  expect([at('parting', 'no-answer'), at('parting', 'waiting'), at('parting', 'turned-away')]).toEqual([
    'parting, wait',
    'refused, end',
    'refused, end',
  ]);
  for (const event of ['hashes', 'typed', 'names', 'same', 'again', 'admitted', 'restored'] as const)
    expect(at('parting', event)).toBe('parting, none');
});

test('the desk writes nothing for a machine that its operator has not accepted', () => {
  const each =
    <K extends keyof RecoveryFacts>(key: K, values: readonly RecoveryFacts[K][]) =>
    (facts: RecoveryFacts) =>
      values.map((value): RecoveryFacts => ({ ...facts, [key]: value }));
  const dimensions = [
    each('isBound', flags),
    each('hasVersions', flags),
    each('isMember', flags),
    each('isDone', flags),
    each('isOutgrown', flags),
    each('isSpent', flags),
    each('accepted', flags),
    each('refused', flags),
    each('differs', flags),
    each('revoked', flags),
    each('expired', flags),
    each('drafted', flags),
    each('ballot', ['none', 'open', 'passed', 'superseded', 'lost']),
    each('ourVote', ['none', 'for', 'against']),
  ];
  let all: RecoveryFacts[] = [{} as RecoveryFacts];
  for (const dimension of dimensions) all = all.flatMap(dimension);
  for (const facts of all) {
    const next = recoveryDeskNext(facts);
    const { act, step } = next;
    if (act === 'draft' || act === 'open' || act === 'approve') {
      expect(facts).toMatchObject({
        isBound: true,
        hasVersions: true,
        isMember: true,
        isDone: false,
        isOutgrown: false,
        accepted: true,
        refused: false,
        differs: false,
      });
    }
    if (step === 'admitted') expect(facts).toMatchObject({ isBound: true, isDone: true });
    if (toldOf(next).state === 'refused') expect(next.reason).not.toBeNull();
  }
});
