import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, type HashedEntry, parentHashes } from '#shared/protocol/log/entry.ts';
import { WaitingEntries } from '#shared/protocol/log/waiting-entries.ts';

type By = Pick<Entry, 'author' | 'key'>;
const AUTHORS: readonly By[] = [
  { author: 'alice', key: 'old' },
  { author: 'alice', key: 'new' },
  { author: 'bob', key: 'old' },
  { author: 'stranger', key: 'old' },
];

/** An entry by somebody, named by its number, that follows those of these numbers. */
function entry(number: number, by: By, after: readonly number[]): HashedEntry {
  const seen = Object.fromEntries(after.map((at) => [`${at}`, `${at}`]));
  return { hash: `${number}`, entry: { ...by, prev: '0'.repeat(64), seen } as unknown as Entry };
}

/** As the rule reads: somebody known waits for it under another name or key, perhaps through entries of its own feed. */
function awaited(waiting: readonly HashedEntry[], hash: string, { author, key }: By): boolean {
  const needed = [hash];
  for (const at of needed) {
    for (const other of waiting) {
      if (needed.includes(other.hash) || !parentHashes(other.entry).includes(at)) continue;
      if (other.entry.author === 'stranger') continue;
      if (other.entry.author !== author || other.entry.key !== key) return true;
      needed.push(other.hash);
    }
  }
  return false;
}

const step = fc.record({
  number: fc.nat(12),
  author: fc.constantFrom(...AUTHORS),
  after: fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 3 }),
});

test('who is awaited is what a look at all that wait says, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(step, { selector: ({ number }) => number, maxLength: 12 }), (steps) => {
      const entries = steps
        .map(({ number, author, after }) =>
          entry(
            number,
            author,
            after.filter((at) => at < number),
          ),
        )
        .filter(({ entry: { seen } }) => Object.keys(seen).length > 0);
      const waiting = new WaitingEntries(({ author }) => author !== 'stranger');
      for (const added of entries) {
        waiting.add(added, parentHashes(added.entry), null, added.entry.author === 'stranger');
      }
      const authorOf = new Map(entries.map(({ hash, entry: by }) => [hash, by]));
      for (let number = 0; number <= 12; number += 1) {
        const hash = `${number}`;
        const authors = [authorOf.get(hash) ?? AUTHORS].flat();
        for (const author of authors) {
          const added = { hash, entry: author as Entry };
          expect(waiting.isAwaited(added)).toBe(awaited(entries, hash, author));
        }
      }
      // Nothing is left of what is forgotten.
      for (const { hash } of entries) waiting.forget(hash);
      for (let number = 0; number <= 12; number += 1) expect(waiting.waitersFor(`${number}`)).toEqual([]);
      expect(waiting.size).toBe(0);
    }),
  );
});
