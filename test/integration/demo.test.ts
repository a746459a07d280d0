import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStateFile } from '../../electron/node/cognition/state-file.ts';
import { runDemo } from '../support/run-demo.ts';
import { tutorialLines, withoutWhatVaries, withTutorialsEllipsis } from '../support/tutorial-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-demos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (text: string) => text.trimEnd().split('\n');
/** Node's own cache may lie there too. */
const stateFiles = () => readdirSync(folder).filter((name) => name.startsWith('ghoststack'));

test.each([1, 2, 3, 4, 5])("demo %i prints the tutorial's lines", async (number) => {
  const { stdout, stderr, code } = await runDemo(folder, String(number));
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const printed = lines(stdout).map(withTutorialsEllipsis).map(withoutWhatVaries);
  expect(printed).toEqual(tutorialLines(number).map(withoutWhatVaries));
});

test('demo 5 is the one that runs when none is named', async () => {
  const { stdout } = await runDemo(folder);
  expect(lines(stdout).map(withTutorialsEllipsis).map(withoutWhatVaries)).toEqual(
    tutorialLines(5).map(withoutWhatVaries),
  );
});

test('demo 3 goes on at cycle 6 in its second run, and draws what it remembers', async () => {
  await runDemo(folder, '3');
  const { stdout } = await runDemo(folder, '3');
  const statePath = join(folder, 'ghoststack_brain_state.json');
  const [loaded, ...rest] = lines(stdout);
  expect(loaded).toBe(`[persist] state loaded from ${statePath} (cycle=5)`);
  expect(rest.slice(0, 5).map((line) => line.slice(0, 25))).toEqual([
    '[brain] cycle 6   stimulu',
    '[brain] cycle 7   stimulu',
    '[brain] cycle 8   stimulu',
    '[brain] cycle 9   stimulu',
    '[brain] cycle 10  stimulu',
  ]);
  expect(rest[5]).toBe('[memory] stored 10 episodes');
  expect(readStateFile(statePath)).toMatchObject({ state: { cycle: 10 } });
  const plot = readFileSync(join(folder, 'ghoststack_brain_plot.svg'), 'utf8');
  expect(plot).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(plot).toContain('cycles 1 to 10');
  expect(plot.match(/<polyline/g)).toHaveLength(3);
  expect(plot).not.toMatch(/NaN|undefined|Infinity/);
});

test('a seed makes every run the same, hashes and keys apart', async () => {
  const seeded = async (seed: string) => {
    rmSync(join(folder, 'ghoststack_brain_state.json'), { force: true });
    return (await runDemo(folder, '3', '--seed', seed)).stdout;
  };
  const first = await seeded('7');
  expect(await seeded('7')).toBe(first);
  expect([await seeded('8'), await seeded('9'), await seeded('10')]).not.toEqual([first, first, first]);
});

test('a damaged state file is named, and left as it is', async () => {
  const path = join(folder, 'ghoststack_brain_state.json');
  writeFileSync(path, '{"cycle": "five"}');
  const { stdout, stderr, code } = await runDemo(folder, '3');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(path);
  expect(stderr).toContain('cycle');
  expect(readFileSync(path, 'utf8')).toBe('{"cycle": "five"}');
});

test('only state files are left behind', async () => {
  await runDemo(folder, '4');
  await runDemo(folder, '1');
  expect(stateFiles()).toEqual(['ghoststack_brain_agent001.json']);
});

test('what cannot be understood is refused with the usage and code 2', async () => {
  const { stdout, stderr, code } = await runDemo(folder, '6');
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('"6"');
  expect(stderr).toContain('Usage: npm run demo -- [1-5] [--seed N] [--libp2p]');
});
