/**
 * What a suite needs of the system. Where it is missing, the suite's tests are skipped under a name that says what is
 * missing and how to get it; with CI=true that is a failure instead.
 */
import { describe, test } from 'vitest';

export interface Missing {
  readonly what: string;
  /** One line to run. */
  readonly remedy: string;
}

/** Null when everything is there. */
export type Requirement = Missing | null;

/** `describe`, for tests that need something of the system. */
export function describeIfMet(requirement: Requirement, name: string, body: () => void): void {
  if (!requirement) {
    describe(name, body);
    return;
  }
  const reason = `${requirement.what} To run it: ${requirement.remedy}`;
  if (process.env.CI === 'true') {
    describe(name, () => {
      test('finds what it needs on this system', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  process.stderr.write(`Skipped: ${name}. ${reason}\n`);
  describe.skip(`${name} (skipped: ${reason})`, body);
}
