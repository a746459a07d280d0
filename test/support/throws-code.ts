import { expect } from 'vitest';
import { type ErrorCode, GhostStackError } from '#shared/contract/errors.ts';

/** Runs it, expects a GhostStackError of this code, and returns its message for further looks. */
export function expectCode(code: ErrorCode, run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return check(code, error);
  }
  throw new Error(`Nothing was thrown; ${code} was expected.`);
}

export async function expectCodeAsync(code: ErrorCode, run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    return check(code, error);
  }
  throw new Error(`Nothing was thrown; ${code} was expected.`);
}

function check(code: ErrorCode, error: unknown): string {
  expect(error).toBeInstanceOf(GhostStackError);
  const failure = error as GhostStackError;
  expect({ code: failure.code, message: failure.message }).toMatchObject({ code });
  return failure.message;
}
