import { expect, test } from 'vitest';
import type { PapersVector } from '../../support/protocol/papers-vector.ts';
import { held, taking } from '../../support/protocol/papers-vector.ts';
import { readVectorJson } from '../../support/vectors.ts';

const vector = readVectorJson<PapersVector>('protocol/papers.json');

test.each(vector.handed)('papers.json: $note', (handed) => {
  const { code, kept } = taking(vector, handed);
  expect(code).toBe(handed.code);
  const isNew = handed.isHeld ? [] : ['credential'];
  expect(kept).toEqual(code === null ? [...isNew, 'papers'] : []);
});

test('papers.json: who asks says which issue it holds, and nothing of what it says', () => {
  const ask = JSON.parse(vector.ask) as Record<string, unknown>;
  expect(ask).toEqual({
    ...{ v: 1, issuer: held.whole.issuer, index: 94_567, digests: held.digests, type: vector.held.typeId },
    key: held.whole.proof.verificationMethod.split('#')[1],
  });
});
