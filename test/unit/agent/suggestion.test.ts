import { expect, test } from 'vitest';
import { titleAndText } from '../../../electron/node/agent/suggestion.ts';

test('the first line of a suggestion becomes the title of the draft, the rest its text', () => {
  expect(titleAndText(' Plant a tree\n\nIn spring. ')).toEqual({ title: 'Plant a tree', text: 'In spring.' });
  expect(titleAndText('Plant a tree')).toEqual({ title: 'Plant a tree', text: '' });
});

test('a title that is too long goes on in the text, and no character is cut in two', () => {
  const { title, text } = titleAndText(`${'a'.repeat(199)}🌳 and more`);
  expect(title).toBe('a'.repeat(199));
  expect(text).toBe('🌳 and more');
});
