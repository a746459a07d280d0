import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { messageArguments } from '../../support/message-arguments.ts';

const LOCALES = resolve(import.meta.dirname, '../../../resources/locales');
const filesOf = (language: string): string[] =>
  globSync('**/*.json', { cwd: join(LOCALES, language) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
const read = (language: string, file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8'));

/** Words that are the same in both languages. */
const SAME =
  /^(GhostStack|Agent|Esc|Feeds|Graph|Hash|Link|Name|Online|Passphrase:?|Softmax|System|null|Text|Version|in \{duration\}|HOST:PORT|DID|ID|demo-cell|Demo(: \{title\})?|N|NAME|TEXT|completion bash\|zsh\|fish)$/;
/** Nothing but arguments, units and signs between them. */
const WORDLESS = /^(\{\w+\}|<\/?b>|[^\p{L}]|\b(s|min|h|live|KB|MB)\b|GhostStack)*$/u;

/** A language may have to choose among forms by a value that another only shows; nothing else may differ. */
const kinds = (text: string): string[] => [
  ...new Set(messageArguments(text).map((one) => one.replace(/: (plural|select)$/, ': argument'))),
];

const FILES = filesOf('en');

describe('German', () => {
  test('has a file for each of English, and no other', () => {
    expect(filesOf('de')).toEqual(FILES);
  });

  describe.each(FILES)('%s', (file) => {
    const english = read('en', file);
    const german = read('de', file);

    test('has the same keys', () => {
      expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
    });

    test('is well-formed, and takes the same arguments of the same kinds', () => {
      for (const [key, text] of Object.entries(german)) {
        expect(() => new IntlMessageFormat(text, 'de-DE'), key).not.toThrow();
        expect(kinds(text), key).toEqual(kinds(english[key] ?? ''));
        expect(text.trim(), key).toBe(text);
        expect(text, key).not.toBe('');
      }
    });

    test('says nothing in English, and does not shout', () => {
      for (const [key, text] of Object.entries(german)) {
        if (!SAME.test(text) && !WORDLESS.test(text)) expect(text, key).not.toBe(english[key]);
        expect(text, key).not.toMatch(/!|\bhoppla\b|\bleider\b/i);
      }
    });

    test('is what the page is given', () => {
      expect(CATALOGUES.de).toMatchObject(german);
    });
  });
});
