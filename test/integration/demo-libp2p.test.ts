import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runDemo } from '../support/run-demo.ts';
import { tutorialLines, withoutWhatVaries, withTutorialsEllipsis } from '../support/tutorial-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-demos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (text: string) => text.trimEnd().split('\n').map(withoutWhatVaries);
const pidsIn = (text: string) =>
  [...text.matchAll(/^\[process\] .*pid=(\d+)/gm)].map(([, pid]) => Number(pid));

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each([1, 5])('demo %i over libp2p prints what it prints in one process', async (number) => {
  const apart = await runDemo(folder, String(number), '--libp2p', '--seed', '3');
  expect(apart.code).toBe(0);
  const together = await runDemo(folder, String(number), '--seed', '3');
  // withoutWhatVaries hides the sampled actions too: with one seed they must be the same.
  const withoutHashes = (text: string) => text.replace(/→ [0-9a-f]{16}$/m, '');
  expect(withoutHashes(apart.stdout)).toBe(withoutHashes(together.stdout));
  const printed = apart.stdout.trimEnd().split('\n').map(withTutorialsEllipsis).map(withoutWhatVaries);
  expect(printed).toEqual(tutorialLines(number).map(withoutWhatVaries));
});

test('two processes and the connection between them are named on standard error, and end with the demo', async () => {
  const { stderr } = await runDemo(folder, '1', '--libp2p');
  const [alice, bob, ...more] = pidsIn(stderr);
  expect(more).toEqual([]);
  expect(alice).not.toBe(bob);
  const [connection] = lines(stderr).filter((line) => line.startsWith('[connection]'));
  expect(connection).toMatch(
    new RegExp(
      `^\\[connection\\] alice pid=${alice} 127\\.0\\.0\\.1:\\d+ ↔ 127\\.0\\.0\\.1:\\d+ bob pid=${bob} ESTABLISHED$`,
    ),
  );
  expect([alice!, bob!].map(isRunning)).toEqual([false, false]);
});

test('the agents end when the demo is killed', async () => {
  const script = join(import.meta.dirname, '../../electron/headless/demo.ts');
  const demo = spawn(process.execPath, [script, '1', '--libp2p'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  for await (const chunk of demo.stderr) {
    stderr += String(chunk);
    if (pidsIn(stderr).length === 2) break;
  }
  const exited = once(demo, 'exit');
  demo.kill('SIGKILL');
  await exited;
  const pids = pidsIn(stderr);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isRunning), { timeout: 15_000 }).toEqual([]);
});
