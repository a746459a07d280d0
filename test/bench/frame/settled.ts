/** Sides that are read when they have been at rest for a while: all at once, or each would be waited for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Side } from './line.ts';
import { residentOf } from './resident.ts';

const BETWEEN_MS = 500;

/** Reads the memory of a process and of what it has started, which came to rest before. */
export function residentSide(pid: number, isShort: boolean): Side {
  return async () => {
    if (!isShort) await delay(BETWEEN_MS);
    const { rssMiB, pssMiB } = residentOf(pid);
    return { rss: rssMiB, pss: pssMiB };
  };
}

/** Once all have been started. */
export async function rest(seconds: number, say: (text: string) => void): Promise<void> {
  say(`lets everything settle for ${seconds} s`);
  await delay(seconds * 1_000);
}
