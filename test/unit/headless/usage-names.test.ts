import { expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { LANGUAGES } from '#shared/words/language.ts';
import { COMMAND_NAMES } from '../../../electron/headless/command-table.ts';

/** What is typed as it stands: names of commands, options and choices. What is put in their place is in capitals or quotes. */
function typedNames(usage: string): string[] {
  return usage.replace(/"[^"]*"/g, '').match(/(?:--)?\p{Ll}[\p{Ll}\d-]*/gu) ?? [];
}

const USAGES = Object.keys(CATALOGUES.en).filter((key) => /^terminal\.[a-z-]+\.usage$/.test(key));

test.each(LANGUAGES)(
  'in %s, every command and every option has the name by which it is called',
  (language) => {
    expect(USAGES.length).toBe(COMMAND_NAMES.length + 1);
    const catalogue: Readonly<Record<string, string>> = CATALOGUES[language];
    const english: Readonly<Record<string, string>> = CATALOGUES.en;
    for (const name of COMMAND_NAMES) {
      const key = `terminal.${name}.usage`;
      const names = typedNames(catalogue[key] ?? '');
      expect(names[0], key).toBe(name);
      expect(names, key).toEqual(typedNames(english[key] ?? ''));
    }
  },
);

test.each(LANGUAGES)('in %s, what is said of options names those that there are', (language) => {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[language];
  for (const [key, text] of Object.entries(CATALOGUES.en)) {
    if (!key.startsWith('terminal.') && !key.startsWith('error.')) continue;
    const options = (said: string) => [...new Set(said.match(/--[a-z][a-z-]*/g))].sort();
    expect(options(catalogue[key] ?? ''), key).toEqual(options(text));
  }
});

/** What a sentence gives to be copied into a terminal: words of a command, up to what is none. */
function hints(text: string): string[] {
  const word = String.raw`(?:[a-z][a-z-]*|--[a-z-]+|\p{Lu}+|\{\w+\})(?![\w])`;
  return text.match(new RegExp(`ghoststack(?: ${word})+`, 'gu')) ?? [];
}

test.each(LANGUAGES)('in %s, what can be copied takes names and files in quotes', (language) => {
  const all = Object.entries(CATALOGUES[language]).flatMap(([key, text]) =>
    /\.usage$/.test(key) ? [] : hints(text).map((hint) => `${key}: ${hint}`),
  );
  expect(all.filter((hint) => hint.includes('{')).length).toBeGreaterThan(5);
  const bare = all.filter((hint) => /\{(?!typed[A-Z]|id\}|label\})/.test(hint));
  expect(bare).toEqual([]);
});
