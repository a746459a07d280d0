import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 50;

/** Looks again and again until `look` gives what `isDone` wants; throws with the last value after `limitMs`. */
export async function pollUntil<T>(
  look: () => Promise<T> | T,
  isDone: (value: T) => boolean,
  limitMs = 40_000,
): Promise<T> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const beganMs = performance.now();
    const value = await look();
    if (isDone(value)) return value;
    const nowMs = performance.now();
    if (nowMs > endMs) {
      throw new Error(`After ${limitMs / 1000} s it still was: ${JSON.stringify(value)}`);
    }
    // A look that is a process keeps a core busy: what is waited for needs it, too.
    await delay(Math.max(STEP_MS, nowMs - beganMs));
  }
}
