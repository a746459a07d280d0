import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWorthIt } from '../../../electron/host/idle-collector.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';

const MIB = 1024 * 1024;
/** Never, or so long ago that it may stand still for longer. */
const LONG_AGO = { leftBytes: 0, agoMs: Number.POSITIVE_INFINITY };
const LATELY = { leftBytes: 0, agoMs: 60_000 };
const heap = (heldMiB: number, usedMiB: number) => ({ heldBytes: heldMiB * MIB, usedBytes: usedMiB * MIB });

test('a thread at rest collects what it has taken since it collected last', () => {
  expect(isWorthIt(0.01, heap(30, 14), LATELY)).toBe(true);
  expect(isWorthIt(0.01, heap(18, 14), { ...LATELY, leftBytes: 15 * MIB })).toBe(false);
  expect(isWorthIt(0.01, heap(19, 14), { ...LATELY, leftBytes: 15 * MIB })).toBe(true);
});

test('one at work does not', () => {
  expect(isWorthIt(0.3, heap(30, 14), LONG_AGO)).toBe(false);
});

test('one in which much lives stands still for it once in a while, one in which very much lives never', () => {
  expect(isWorthIt(0.01, heap(200, 150), LATELY)).toBe(false);
  expect(isWorthIt(0.01, heap(200, 150), LONG_AGO)).toBe(true);
  expect(isWorthIt(0.01, heap(400, 300), LONG_AGO)).toBe(false);
});

test('garbage of a thread that rests is given back, once, and the thread may end', () => {
  const program = `
    import { collectWhenIdle } from ${JSON.stringify(join(PROJECT_FOLDER, 'electron/host/idle-collector.ts'))};
    import { getHeapStatistics } from 'node:v8';
    let garbage = Array.from({ length: 200_000 }, (_, number) => ({ number }));
    const held = () => getHeapStatistics().total_heap_size;
    const before = held();
    garbage = null;
    collectWhenIdle(100);
    const began = performance.now();
    const look = setInterval(() => {
      if (held() > before - 6_000_000 && performance.now() - began < 5_000) return;
      clearInterval(look);
      console.log(before - held());
    }, 50);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  expect(Number(stdout.toString()), stderr.toString()).toBeGreaterThan(6_000_000);
});
