import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wordsCheck, wordsSaidAtImport } from '../../scripts/checks/words-at-import.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const IMPORT = "import { t as say, type StringKey } from '#shared/words/translate.ts';\n";

test.each([
  ["const COLUMNS = [{ title: say('a') }];"],
  ["export const title = <h1>{say('a')}</h1>;"],
  ["class Page { static title = say('a'); }"],
  ["if (ready) document.title = say('a')!;"],
])('%s is said while it is loaded', (planted) => {
  expect(wordsSaidAtImport('renderer/planted.tsx', IMPORT + planted)).toEqual([{ line: 2, name: 'say' }]);
});

test.each([
  ["const columns = () => [{ title: say('a') }];"],
  ["function Page() { return <h1>{say('a')}</h1>; }"],
  ["class Page { title = say('a'); get other() { return say('b'); } }"],
  ["const KEY: StringKey = 'a'; const shown = other('a');"],
])('%s is not', (fine) => {
  expect(wordsSaidAtImport('renderer/fine.tsx', IMPORT + fine)).toEqual([]);
});

test('shared/words itself is looked at, too, but not what it hands to those below it', () => {
  const text =
    "import { t } from '../translate.ts';\nimport { below } from '../../protocol/x.ts';\nbelow(1);\n";
  expect(wordsSaidAtImport('shared/words/format/x.ts', text)).toEqual([]);
  expect(wordsSaidAtImport('shared/words/format/x.ts', `${text}t('a');`)).toEqual([{ line: 4, name: 't' }]);
});

test('npm run check fails for it, and says where', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'renderer'));
  writeFileSync(join(root, 'renderer/planted.ts'), `${IMPORT}export const word = say('a');\n`);
  expect(await wordsCheck.run(root)).toEqual({
    ok: false,
    summary: '1 files',
    report: 'renderer/planted.ts:2 calls say while it is loaded: call it where its words are shown',
  });
});
