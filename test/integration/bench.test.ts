/** The short form of `npm run bench`: that every line runs and counts right. Nothing is asserted of times. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LineResult } from '../bench/frame/table.ts';
import { PROJECT_FOLDER } from '../support/electron-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** All but those that open a window, by their numbers. */
const SHORT_LINES = ['1, 2', '10', '11', '12', '3', '4', '5', '5b', '6', '7', '9', 'rank', 'replay'];

function bench(folder: string, ...args: readonly string[]) {
  const tmp = join(folder, 'tmp');
  mkdirSync(tmp, { recursive: true });
  const child = spawn(process.execPath, ['scripts/bench.ts', ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, TMPDIR: tmp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { child, tmp, output: () => output, closed: once(child, 'close') as Promise<[number | null]> };
}

/** Processes that were started with this folder as the one for temporary files. */
function processesOf(tmp: string): string[] {
  return globSync('/proc/[0-9]*/environ').filter((path) => {
    try {
      return readFileSync(path, 'latin1').split('\0').includes(`TMPDIR=${tmp}`);
    } catch {
      return false;
    }
  });
}

test('every line runs in the short form, and each side gives a number', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'short.json');
  const { closed, output, tmp } = bench(folder, '--short', '--json', file);
  const [status] = await closed;
  expect(status, output()).toBe(0);
  const { lines } = JSON.parse(readFileSync(file, 'utf8')) as { lines: LineResult[] };
  expect(lines.map(({ number }) => number).sort()).toEqual(SHORT_LINES);
  for (const { rows, number, isJudged } of lines) {
    expect(isJudged).toBe(false);
    for (const { sides, what } of rows)
      for (const { median, side } of sides) {
        const where = `${number} ${what}, ${side}`;
        // So few receipts take less than the memory of a process wavers by: the difference may be below zero.
        if (what.startsWith('memory')) expect(Number.isFinite(median), where).toBe(true);
        else expect(median, where).toBeGreaterThan(0);
      }
  }
  expect(readdirSync(tmp)).toEqual([]);
});

test('Ctrl C leaves neither a process nor a folder behind', async () => {
  const { child, closed, output, tmp } = bench(
    temporaryFolder(),
    'status',
    '--without-former',
    '--load',
    '1',
  );
  while (!output().includes('round 1 of')) await Promise.race([once(child.stderr, 'data'), closed]);
  expect(processesOf(tmp).length, output()).toBeGreaterThan(2);
  child.kill('SIGINT');
  const [status] = await closed;
  expect(status).toBe(130);
  expect(readdirSync(tmp)).toEqual([]);
  expect(processesOf(tmp)).toEqual([]);
});
