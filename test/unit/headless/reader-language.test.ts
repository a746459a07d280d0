import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { fail, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { language, speak } from '#shared/words/language.ts';
import { main } from '../../../electron/headless/main.ts';
import { languageOf } from '../../../electron/headless/reader-language.ts';
import { UsageError } from '../../../electron/headless/usage-error.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  speak('en');
});

test.each<[string, Record<string, string>]>([
  ['de', { LANG: 'de_DE.UTF-8' }],
  ['de', { LANG: 'de' }],
  ['de', { LANG: 'de_AT@euro' }],
  ['de', { LC_MESSAGES: 'de_CH.UTF-8', LANG: 'en_GB.UTF-8' }],
  ['de', { LC_ALL: 'de_DE', LC_MESSAGES: 'C', LANG: 'C' }],
  ['de', { LC_ALL: '', LC_MESSAGES: '', LANG: 'de_DE.UTF-8' }],
  ['en', { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }],
  ['en', { LC_MESSAGES: 'POSIX', LANG: 'de_DE.UTF-8' }],
  ['en', { LANG: 'C.UTF-8' }],
  ['en', { LANG: 'fr_FR.UTF-8' }],
  ['en', { LC_CTYPE: 'de_DE.UTF-8' }],
  ['en', {}],
])('%s is spoken with %o', (spoken, environment) => {
  expect(languageOf(environment)).toBe(spoken);
});

async function typed(lang: string, ...words: string[]): Promise<string> {
  for (const name of VARIABLES) vi.stubEnv(name, name === 'LANG' ? lang : '');
  let said = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  }
  await main(words);
  vi.restoreAllMocks();
  return said;
}

test('help, usage, refusals and answers are in the language of the environment', async () => {
  const folder = temporaryFolder();
  const home = ['--home', join(folder, 'bob')];
  await typed('C', 'init', ...home, '--name', 'bob', '--key-file', join(folder, 'bob.key'));
  expect(await typed('de_DE.UTF-8', 'help')).toContain('\nJeder Befehl nimmt --json');
  const refused = await typed('de_DE.UTF-8', 'status');
  expect(refused).toBe(
    'ghoststack: Nenne den Ordner: --home ORDNER, oder setze GHOSTSTACK_HOME.\nAufruf: ghoststack status --home ORDNER\n',
  );
  expect(await typed('de_DE.UTF-8', 'inbox', ...home)).toBe('Noch ist keine Nachricht gekommen.\n');
  for (const lang of ['C', 'POSIX', 'en_GB.UTF-8']) {
    expect(await typed(lang, 'help')).toContain('\nEvery command takes --json');
    expect(await typed(lang, 'inbox', ...home)).toBe('No message has come yet.\n');
  }
});

test('what a program reads is English, and a failure its code and its message', async () => {
  expect(JSON.parse(await typed('de_DE.UTF-8', 'status', '--json'))).toEqual({
    error: {
      code: 'invalid-argument',
      message: 'Say which home: --home DIR, or set GHOSTSTACK_HOME.',
    },
  });
  expect(language()).toBe('en');
});

test('what goes to other nodes, to programs and to logs is English whatever is spoken', () => {
  speak('de');
  const said = says('error.headless.whichHome');
  const english = 'Say which home: --home DIR, or set GHOSTSTACK_HOME.';
  expect(fail('invalid-argument', said).error.message).toBe(english);
  expect(new UsageError(said).message).toBe(english);
  expect(toFailure(new RangeError('x')).message).toBe('Something went wrong inside GhostStack: x');
});
