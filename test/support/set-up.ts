import { afterAll, beforeAll } from 'vitest';
import { within, withSecondTry } from './second-try.ts';

export interface SetUp {
  readonly make: () => Promise<unknown>;
  /** Takes away what was made, or a part of it where making failed. Must not fail then. */
  readonly clear: () => Promise<unknown>;
  readonly limitMs: number;
}

const CLEARING_MS = 60_000;

/**
 * What all tests of a file, or of a `describe`, need and what is made once, of real processes or nodes. Vitest's
 * `retry` tries tests again and never what comes before them: so that is tried twice here.
 */
export function setUp(what: string, { make, clear, limitMs }: SetUp): void {
  const attempt = (): Promise<unknown> => within(limitMs, what, make());
  beforeAll(
    async () => {
      await withSecondTry(what, attempt, clear);
    },
    2 * limitMs + CLEARING_MS,
  );
  afterAll(async () => {
    await clear();
  }, CLEARING_MS);
}
