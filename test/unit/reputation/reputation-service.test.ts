import { expect, test } from 'vitest';
import { ReputationService } from '../../../electron/node/tutorial/reputation-service.ts';
import vectors from '../../vectors/prototype-vectors.json' with { type: 'json' };

function scoresOf(nodes: string[], endorsements: (string | number)[][]): Record<string, number> {
  const service = new ReputationService({ mode: 'prototype' });
  for (const node of nodes) service.addNode(node);
  for (const [source, target, weight] of endorsements) {
    service.addEndorsement(String(source), String(target), Number(weight));
  }
  return service.computeScores();
}

test('there are sixty graphs to score', () => {
  expect(vectors.reputation).toHaveLength(60);
});

test.each(vectors.reputation.map((graph, index) => ({ index, ...graph })))(
  'graph $index scores as in the prototype',
  ({ nodes, endorsements, expected }) => {
    expect(scoresOf(nodes, endorsements)).toEqual(expected);
  },
);

test('names come in order, whatever the order of arrival', () => {
  const scores = scoresOf(['carol', 'alice', 'bob'], []);
  expect(Object.keys(scores)).toEqual(['alice', 'bob', 'carol']);
  expect(scores).toEqual({ alice: 0.3333, bob: 0.3333, carol: 0.3333 });
});

test('no nodes, no scores; any name is a name', () => {
  expect(scoresOf([], [])).toEqual({});
  expect(Object.keys(scoresOf(['__proto__', 'constructor'], []))).toEqual(['__proto__', 'constructor']);
});

test('the third member whom both endorse ranks highest, as the tutorial says', () => {
  const scores = scoresOf(
    [],
    [
      ['alice', 'bob', 1],
      ['bob', 'alice', 0.5],
      ['alice', 'carol', 2],
      ['bob', 'carol', 1],
    ],
  );
  expect(scores.carol).toBeGreaterThan(Math.max(scores.alice!, scores.bob!));
});

test.each([[Number.NaN], [-1], [0], [Number.POSITIVE_INFINITY], ['2']])(
  'a weight of %s is refused',
  (weight) => {
    const service = new ReputationService();
    expect(() => service.addEndorsement('alice', 'bob', weight as number)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining('weight') }),
    );
    expect(service.computeScores()).toEqual({});
  },
);

test('a node without a name and a mode that does not exist are refused', () => {
  expect(() => new ReputationService().addNode('')).toThrow('name');
  expect(() => new ReputationService().addEndorsement('alice', undefined as never)).toThrow('name');
  expect(() => new ReputationService({ mode: 'weighted' as never })).toThrow(
    expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('weighted') }),
  );
});

test('in hardened mode trust fades, and nobody passes on more than a quarter to one other', () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const service = new ReputationService({ mode: 'hardened', now: () => nowMs });
  service.addEndorsement('alice', 'bob', 1);
  // 1/3 each in the beginning; alice passes a quarter of 0.7 of hers on, and the rest goes to all alike.
  const fresh = service.computeScores();
  expect(fresh.bob! - fresh.alice!).toBeCloseTo(0.7 * 0.25 * fresh.alice!, 3);
  nowMs += 90 * 24 * 60 * 60 * 1000;
  const faded = service.computeScores();
  expect(faded.bob).toBeLessThan(fresh.bob!);
  expect(faded.bob).toBeGreaterThan(faded.alice!);
  for (const weight of [0, 0.0001, 1.5]) {
    expect(() => service.addEndorsement('alice', 'bob', weight)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  }
});
