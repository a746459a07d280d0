import { afterEach, expect, test } from 'vitest';
import { speak } from '#shared/words/language.ts';
import { languageOfBrowser } from '../../../electron/headless/dashboard-language.ts';

afterEach(() => speak('en'));

test.each([
  ['de', 'de-DE,de;q=0.9,en;q=0.8'],
  ['de', 'fr-FR, de;q=0.5'],
  ['de', 'en;q=0.3, de-AT;q=0.7'],
  ['en', 'en-GB,en;q=0.9,de;q=0.8'],
  ['en', 'de;q=0, en'],
  ['en', 'fr'],
  ['en', '*'],
])('%s for a browser that wants %s', (spoken, accepted) => {
  speak('de');
  expect(languageOfBrowser(accepted)).toBe(spoken);
});

test('one that wants nothing reads what the terminal reads', () => {
  speak('de');
  expect(languageOfBrowser(undefined)).toBe('de');
});
