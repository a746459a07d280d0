import { expect, test } from 'vitest';
import {
  type DeskFacts,
  deskNext,
  NEWCOMER_EVENTS,
  NEWCOMER_STEPS,
  newcomerNext,
  WORDS_SAID,
  wordsSaid,
} from '../../../electron/node/cell/joining/join-machine.ts';
import { joiningDocument, withTables } from '../../support/cell/join-tables.ts';

test('docs/joining.md holds the tables of the machine', () => {
  const document = joiningDocument();
  expect(withTables(document)).toBe(document);
});

test('nobody becomes a member whose operator has not agreed, and no failure undoes what was proved', () => {
  for (const step of NEWCOMER_STEPS) {
    for (const agrees of [false, true]) {
      for (const event of NEWCOMER_EVENTS) {
        const next = newcomerNext({ step, agrees }, event);
        if (next.state.step === 'member' && step !== 'member') expect(agrees).toBe(true);
        if (event === 'no-answer') expect(next.state).toEqual({ step, agrees });
        // Whoever is not done asks on, or waits for its operator.
        if (next.effect === 'end') expect(['refused', 'gone']).toContain(next.state.step);
      }
      const said = wordsSaid({ step, agrees }, false);
      expect(said).not.toBe('same');
    }
  }
});

test('the desk opens no ballot before both operators have agreed, and ends with one write at a time', () => {
  const flags = [false, true];
  const each =
    <K extends keyof DeskFacts>(key: K, values: readonly DeskFacts[K][]) =>
    (facts: DeskFacts) =>
      values.map((value): DeskFacts => ({ ...facts, [key]: value }));
  const dimensions = [
    each('isMember', flags),
    each('hasAsked', flags),
    each('isTold', flags),
    each('words', WORDS_SAID),
    each('accepted', flags),
    each('refused', flags),
    each('revoked', flags),
    each('expired', flags),
    each('drafted', flags),
    each('ballot', ['none', 'open', 'passed', 'superseded', 'lost']),
    each('ourVote', ['none', 'for', 'against']),
    each('isPossible', flags),
  ];
  let all: DeskFacts[] = [{} as DeskFacts];
  for (const dimension of dimensions) all = all.flatMap(dimension);
  for (const facts of all) {
    const { step, act } = deskNext(facts);
    if (act === 'draft' || act === 'open' || act === 'approve') {
      expect(facts.accepted && !facts.refused && !facts.isMember).toBe(true);
      expect(facts.words).not.toMatch(/differ|left/);
      if (act !== 'approve') expect(facts).toMatchObject({ words: 'same', isPossible: true });
    }
    if (step === 'asking') expect(facts.isTold).toBe(true);
    if (step === 'admitted') expect(act).toBeNull();
  }
});
