/** `ghoststack words` on homes of their own, at a terminal and without one. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { atTerminal } from '../../support/at-terminal.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function piped(...words: readonly string[]): Promise<Ended> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return promisify(execFile)(process.execPath, [COMMAND, ...words], { env }).then(
    (ended) => ({ code: 0, ...ended }),
    (failed: Ended) => failed,
  );
}

async function madeHome(): Promise<CellHome> {
  const alice = new CellHome(temporaryFolder(), 'alice');
  await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
  onTestFinished(() => alice.stop());
  return alice;
}

/** The words by their places, however many columns they stand in. */
function wordsIn(text: string): Map<number, string> {
  const found = [...text.matchAll(/(?<![\w.])(\d{1,2}) {2}([a-z]{3,8})\b/g)];
  return new Map(found.map(([, place, word]) => [Number(place), word as string]));
}

test('words go into no pipe unless that is wanted, and then nothing is forgotten', async () => {
  const alice = await madeHome();
  const given = ['words', '--home', alice.home, '--key-file', alice.keyFile];
  const refused = await piped(...given);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('The recovery words are shown at a terminal only');
  expect(await piped(...given, '--json')).toMatchObject({ code: 2, stdout: '' });
  const printed = await piped(...given, '--yes-print');
  expect(printed.code).toBe(0);
  const words = wordsIn(printed.stdout);
  expect([...words.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
  // The same of the node that runs, which needs no key file for it.
  await alice.start();
  const { stdout } = await piped('words', '--home', alice.home, '--yes-print', '--json');
  expect(JSON.parse(stdout).words).toEqual(Array.from({ length: 24 }, (_, at) => words.get(at + 1)));
  expect((await alice.ask('state.snapshot', {})).recoveryWords?.state).toBe('here');
});

test('at a terminal three are asked back until they are right; then the screen and the home have forgotten them', async () => {
  const alice = await madeHome();
  await alice.start();
  const terminal = atTerminal('words', '--home', alice.home);
  await terminal.shows(/Write them down in this order/);
  await terminal.shows(/Press Enter: they leave the screen/);
  const words = wordsIn(terminal.seen());
  expect(words.size).toBe(24);
  terminal.type('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what clears a screen begins with one
  await terminal.shows(/\u001b\[2J\u001b\[3J\u001b\[H/);
  const asked: number[] = [];
  for (const wrong of [true, false, false]) {
    const place = Number((await terminal.shows(/Word (\d+): /))[1]);
    asked.push(place);
    terminal.type(wrong ? 'zoo' : (words.get(place) ?? ''));
  }
  await terminal.shows(new RegExp(`Word ${asked[0]} is another one`));
  await terminal.shows(new RegExp(`Word ${asked[0]}: `));
  terminal.type(words.get(asked[0] ?? 0)?.toUpperCase() ?? '');
  await terminal.shows(/This computer has forgotten them/);
  expect(await terminal.exited).toBe(0);
  expect((await alice.ask('state.snapshot', {})).recoveryWords?.state).toBe('forgotten');
  const again = await piped('words', '--home', alice.home, '--yes-print');
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('does not hold the recovery words any more');
});
