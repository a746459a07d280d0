import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerpt } from '../../../electron/node/search/excerpt.ts';
import { createPassing } from '../../../electron/node/search/search-schema.ts';
import { matchAll, termsOf } from '../../../electron/node/search/search-terms.ts';

it('takes what is typed as words, whatever FTS5 would make of it', () => {
  expect(termsOf('  Leiter "im" Schuppen* ')).toEqual(['leiter', 'im', 'schuppen']);
  expect(termsOf('a NEAR(b, 3) OR NOT c - {title}: ^d')).toEqual([
    'a',
    'near',
    'b',
    '3',
    'or',
    'not',
    'c',
    'title',
    'd',
  ]);
  expect(termsOf('Été ÉTÉ ete')).toEqual(['ete']);
  expect(termsOf('"*(): ^-+ 😀 ‮')).toEqual([]);
  expect(termsOf('x'.repeat(400))).toEqual(['x'.repeat(64)]);
});

it('never makes a query that FTS5 refuses, and finds each word of a text by its beginning', () => {
  const db = new Database(':memory:');
  createPassing(db);
  const insert = db.prepare('INSERT INTO search_messages (rowid, payload) VALUES (?, ?)');
  const find = db.prepare('SELECT count(*) FROM search_messages WHERE search_messages MATCH ?').pluck();
  insert.run(1, 'The Ladder is in Zoë’s shed, "behind" the bicycles; NEAR the wall (left).');
  for (const query of ['ladd', 'LADDER shed', 'zoe', 'Zoë’s', 'behind"', 'near', 'left bicy']) {
    expect(find.get(matchAll(termsOf(query))), query).toBe(1);
  }
  for (const query of ['adder', 'ladder garden']) expect(find.get(matchAll(termsOf(query))), query).toBe(0);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (typed) => {
      const terms = termsOf(typed);
      if (terms.length > 0) find.get(matchAll(terms));
      for (const column of ['title', 'text'] as const) {
        if (terms.length === 0) continue;
        db.prepare('SELECT rowid FROM search_entries WHERE search_entries MATCH ?').all(
          matchAll(terms, column),
        );
      }
    }),
  );
  db.close();
});

it('cuts a text around what was found, whole and in order, whatever stands in it', () => {
  const long = `${'word '.repeat(2000)}<b>needle</b> ${'more '.repeat(2000)}`;
  const parts = excerpt(long, ['need']);
  expect(parts.filter(({ found }) => found).map(({ text }) => text)).toEqual(['needle']);
  expect(parts.map(({ text }) => text).join('')).toMatch(/^….*<b>needle<\/b>.*…$/);
  expect(excerpt('x'.repeat(32_768), ['xx']).map(({ text }) => text.length)).toEqual([180, 1]);

  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ maxLength: 8 }),
      (text, typed) => {
        const cut = excerpt(text, termsOf(typed));
        const shown = cut.map((part) => part.text).join('');
        expect(text).toContain(shown.replace(/^…/, '').replace(/…$/, ''));
        expect(shown.length).toBeLessThanOrEqual(190);
        expect(shown.isWellFormed()).toBe(text.isWellFormed() || shown.isWellFormed());
      },
    ),
  );
});
