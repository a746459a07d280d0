/** Sides that are read when they have been at rest for a while: all at once, or each would be waited for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Side } from './line.ts';
import { residentOf } from './resident.ts';

const BETWEEN_MS = 500;

/** Reads the memory of a process and of what it has started. `settled` resolves when all have come to rest. */
export function residentSide(pid: number, settled: () => Promise<unknown>): Side {
  return async () => {
    await settled();
    await delay(BETWEEN_MS);
    const { rssMiB, pssMiB } = residentOf(pid);
    return { rss: rssMiB, pss: pssMiB };
  };
}

/** Begins with the first call: by then all have been started. */
export function restOf(seconds: number, say: (text: string) => void): () => Promise<unknown> {
  let rest: Promise<unknown> | null = null;
  return () => {
    if (rest === null) say(`lets everything settle for ${seconds} s`);
    rest ??= delay(seconds * 1_000);
    return rest;
  };
}
