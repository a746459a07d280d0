/** For what a busy machine may spoil once, and which is costly to be unlucky with: it is tried twice, and named. */
import { setTimeout as delay } from 'node:timers/promises';

/** Their tests have one, alone and then with their whole file: not where a single loss is one too many. */
export const SUITES_WITH_SECOND_TRY: readonly string[] = ['integration', 'browser', 'e2e'];

/** Begins what is printed of a first try that failed. */
export const TRIED_AGAIN_MARK = 'Tried once more: ';
/** Begins the line that says what came about at the second try only; `npm test` gathers these lines. */
export const SECOND_TRY_MARK = 'At the second try only: ';

/**
 * `attempt` once more if it fails, and after `clear` has taken away what the first one left: it must bear what was made
 * in part. What fails at both fails with what the second one says.
 */
export async function withSecondTry<T>(
  what: string,
  attempt: () => Promise<T>,
  clear: (error: unknown) => Promise<unknown> = async () => undefined,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.log(`${TRIED_AGAIN_MARK}${what}\n${why}`);
    await clear(error);
    const made = await attempt();
    console.log(`${SECOND_TRY_MARK}${what}`);
    return made;
  }
}

/** What was made, or a failure when it takes longer. */
export async function within<T>(limitMs: number, what: string, making: Promise<T>): Promise<T> {
  const isMade = new AbortController();
  const late = delay(limitMs, null, { signal: isMade.signal }).then(
    () => Promise.reject(new Error(`It took more than ${limitMs / 1000} s: ${what}`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([making, late]);
  } finally {
    isMade.abort();
  }
}
