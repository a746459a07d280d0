import { expect, it } from 'vitest';
import { WorkBudget } from '../../../electron/node/transport/link/work-budget.ts';

/** A byte is a millisecond, beyond the first minute's. */
const MINUTE = 60_000;

function budget(limits = { cpuMs: 1e9, bytes: MINUTE }): { work: WorkBudget; slowed: boolean[] } {
  const slowed: boolean[] = [];
  return { work: new WorkBudget({ limits, onSlowed: (is) => slowed.push(is) }), slowed };
}

async function tookMs(run: Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await run;
  return performance.now() - startedMs;
}

it('takes what is within a minute’s bytes at once, and what is beyond later', async () => {
  const { work, slowed } = budget();
  expect(await tookMs(work.run(MINUTE, () => 1))).toBeLessThan(100);
  expect(await tookMs(work.run(400, () => 1))).toBeLessThan(200);
  expect(slowed).toEqual([]);
  expect(await tookMs(work.run(1, () => 1))).toBeGreaterThan(200);
  expect(slowed).toEqual([true]);
  work.stop();
});

it('does the same for the time that the work takes', async () => {
  const { work, slowed } = budget({ cpuMs: 60, bytes: 1e12 });
  // Of the process: on a busy computer it takes longer than that.
  const spin = (): void => {
    const started = process.cpuUsage();
    while (process.cpuUsage(started).user < 90_000);
  };
  await work.run(1, spin);
  await work.run(1, () => 2);
  expect(slowed).toEqual([true]);
  work.stop();
});

it('lets nothing wait for longer than an acknowledgement may take', async () => {
  const { work } = budget();
  await work.run(100 * MINUTE, () => 1);
  expect(await tookMs(work.run(1, () => 1))).toBeLessThan(10_000);
  work.stop();
});

it('takes one piece at a time, in order, and goes on after one that throws', async () => {
  const { work } = budget({ cpuMs: 1e9, bytes: 1e9 });
  const done: number[] = [];
  const failing = work.run(1, () => {
    throw new RangeError('this one fails');
  });
  const others = [1, 2, 3].map((at) => work.run(1, () => done.push(at)));
  await expect(failing).rejects.toThrow('this one fails');
  await Promise.all(others);
  expect(done).toEqual([1, 2, 3]);
});
