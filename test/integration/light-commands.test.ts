/** What a command that a running node answers loads: no more than it says. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CATALOGUES } from '#shared/words/catalogues.ts';
import { CellHome } from '../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOOK = join(PROJECT_FOLDER, 'test/support/list-modules.mjs');
const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');
const KEY = 'terminal.status.running';
/** A few dozen small files, and the English words. */
const MOST_BYTES = 600_000;

async function loadedBy(locale: string, ...words: string[]): Promise<string[]> {
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', HOOK, COMMAND, ...words], {
    env: { ...process.env, LC_ALL: locale },
  });
  const paths = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as string[];
  return paths.filter((path) => path !== HOOK).map((path) => readFileSync(path, 'utf8'));
}

test('a command that a running node answers loads neither the checks of calls nor words of other languages', async () => {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  await alice.start();
  try {
    const isGerman = (text: string) => text.includes(`"${KEY}": ${JSON.stringify(CATALOGUES.de[KEY])}`);
    const english = await loadedBy('C.UTF-8', 'status', '--home', alice.home);
    expect(english.length).toBeGreaterThan(5);
    expect(english.filter((text) => text.includes('ZodType') || isGerman(text))).toEqual([]);
    expect(english.join('').length).toBeLessThan(MOST_BYTES);
    const german = await loadedBy('de_DE.UTF-8', 'status', '--home', alice.home);
    expect(german.filter(isGerman).length).toBe(1);
  } finally {
    await alice.stop();
  }
});
