import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWorthIt } from '../../../electron/host/idle-collector.ts';
import { PROJECT_FOLDER } from '../../support/electron-runtime.ts';

const MIB = 1024 * 1024;
const heap = (heldMiB: number, usedMiB: number) => ({ heldBytes: heldMiB * MIB, usedBytes: usedMiB * MIB });

test('a thread at rest collects what it has taken since it collected last', () => {
  expect(isWorthIt(0.01, heap(30, 14), 0)).toBe(true);
  expect(isWorthIt(0.01, heap(18, 14), 15 * MIB)).toBe(false);
  expect(isWorthIt(0.01, heap(19, 14), 15 * MIB)).toBe(true);
});

test('one at work does not, nor one in which so much lives that it would stand still for long', () => {
  expect(isWorthIt(0.3, heap(30, 14), 0)).toBe(false);
  expect(isWorthIt(0.01, heap(200, 150), 0)).toBe(false);
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
