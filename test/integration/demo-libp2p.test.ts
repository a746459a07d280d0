import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DemoRun, runDemo } from '../support/run-demo.ts';
import { setUp } from '../support/set-up.ts';
import { tutorialLines, withoutWhatVaries, withTutorialsEllipsis } from '../support/tutorial-text.ts';

let folder: string;
/** One run each, which several tests look at. */
const apart = new Map<number, DemoRun>();
setUp('two demos', {
  limitMs: 120_000,
  make: async () => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-demos-'));
    for (const number of [1, 5]) {
      apart.set(number, await runDemo(folder, String(number), '--libp2p', '--seed', '3'));
    }
  },
  clear: async () => rmSync(folder, { recursive: true, force: true }),
});

function ranApart(number: number): DemoRun {
  return apart.get(number)!;
}

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
  const { stdout, code } = ranApart(number);
  expect(code).toBe(0);
  const together = await runDemo(folder, String(number), '--seed', '3');
  // withoutWhatVaries hides the sampled actions too: with one seed they must be the same.
  const withoutHashes = (text: string) => text.replace(/→ [0-9a-f]{16}$/m, '');
  expect(withoutHashes(stdout)).toBe(withoutHashes(together.stdout));
  const printed = stdout.trimEnd().split('\n').map(withTutorialsEllipsis).map(withoutWhatVaries);
  expect(printed).toEqual(tutorialLines(number).map(withoutWhatVaries));
});

test('in demo 5 two whole nodes hold one certificate and one state, and their exported logs verify offline', () => {
  const { stdout, stderr } = ranApart(5);
  const found = (pattern: RegExp) => [...stderr.matchAll(pattern)].map(([, ...groups]) => groups);
  const [alice, bob, ...more] = found(
    /^\[cell\] (\w+) +P-1 certificate=([0-9a-f]{64}) state=([0-9a-f]{64})$/gm,
  );
  expect(more).toEqual([]);
  expect([alice?.[0], bob?.[0]]).toEqual(['alice', 'bob']);
  expect(alice?.slice(1)).toEqual(bob?.slice(1));
  const [, certificate = '', state] = alice ?? [];
  expect(stdout).toContain(`[chain] block 0: ${'0'.repeat(16)} → ${certificate.slice(0, 16)}\n`);
  expect(stderr).toContain('[cell] certificate and state are equal at all 2 nodes\n');
  const exports = found(/^\[log\] (\w+) +exported (\d+) receipts, verified offline: state=([0-9a-f]{64})$/gm);
  expect(exports).toEqual([
    ['alice', expect.any(String), state],
    ['bob', exports[0]?.[1], state],
  ]);
});

test('two processes and the connection between them are named on standard error, and end with the demo', () => {
  const { stderr } = ranApart(1);
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
