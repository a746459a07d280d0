import { expect, test } from 'vitest';
import { compareWords } from '../../../electron/node/cell/comparing/compare-words.ts';
import { Comparisons } from '../../../electron/node/cell/comparing/comparisons.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore } from '../../../electron/node/store/store.ts';

const [one, other, third] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

test('both sides see the same words, others and other cells different ones', () => {
  const words = compareWords('cell', one, other);
  expect(words).toHaveLength(12);
  expect(compareWords('cell', other, one)).toEqual(words);
  for (const different of [compareWords('cell', one, third), compareWords('another', one, other)])
    expect(different).not.toEqual(words);
});

test('a comparison is of one member’s one key, and of one cell', () => {
  const store = openStore({ path: ':memory:' });
  const settings = new SettingsStore(store);
  const comparisons = new Comparisons(settings, 'cell');
  expect(comparisons.of('bob', one)).toBeNull();
  comparisons.note('bob', one, 5);
  expect(comparisons.of('bob', one)).toEqual({ atMs: 5, isOutdated: false });
  expect(comparisons.of('bob', other)).toEqual({ atMs: 5, isOutdated: true });
  expect(comparisons.of('carol', one)).toBeNull();
  expect(comparisons.of('constructor', one)).toBeNull();
  expect(new Comparisons(settings, 'another').of('bob', one)).toBeNull();
  comparisons.note('bob', other, 7);
  expect(comparisons.of('bob', other)).toEqual({ atMs: 7, isOutdated: false });
  comparisons.forget('bob');
  expect(comparisons.of('bob', other)).toBeNull();
  store.close();
});
