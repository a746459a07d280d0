/** Counts what the test runner reports. Every test is passed, failed or skipped; nothing is left uncounted. */
import type { TestCase, TestModule, TestSuite } from 'vitest/node';

export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

export interface Tally {
  passed: number;
  failed: number;
  readonly failures: string[];
  /** Tests that failed once and then passed: counted as passed, and named, since something is wrong with them. */
  readonly secondTries: string[];
  readonly skipped: SkippedTest[];
}

export function emptyTally(): Tally {
  return { passed: 0, failed: 0, failures: [], secondTries: [], skipped: [] };
}

export function mergeTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
    secondTries: tallies.flatMap(({ secondTries }) => secondTries),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  };
}

/** What one test file came to, with its suites and hooks. */
export function tallyModule(module: TestModule): Tally {
  const tally = emptyTally();
  const fail = (name: string) => {
    tally.failed += 1;
    tally.failures.push(`${place(module)} > ${name}`);
  };
  if (module.errors().length > 0) fail('the file could not be run');
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) fail(`${suite.fullName} (outside of its tests)`);
  }
  let tests = 0;
  for (const test of module.children.allTests()) {
    tests += 1;
    const { state } = test.result();
    if (test.diagnostic()?.flaky) tally.secondTries.push(`${place(module)} > ${test.fullName}`);
    if (state === 'passed') tally.passed += 1;
    else if (state === 'failed') fail(test.fullName);
    else if (state === 'skipped') tallySkip(tally, module, test, fail);
    else fail(`${test.fullName} (did not end)`);
  }
  if (tests === 0 && tally.failed === 0) fail('the file holds no test');
  return tally;
}

/** A test that was skipped because something failed before it is a failure. */
function tallySkip(tally: Tally, module: TestModule, test: TestCase, fail: (name: string) => void): void {
  if (test.options.mode === 'run' && hasFailedSuite(test)) {
    fail(`${test.fullName} (not reached)`);
    return;
  }
  const result = test.result();
  const note = 'note' in result ? result.note : undefined;
  const said = /\(skipped: (.*)\)/.exec(test.fullName)?.[1];
  tally.skipped.push({
    name: `${place(module)} > ${test.fullName.replace(/ ?\(skipped: .*\)/, '')}`,
    reason: note ?? said ?? (test.options.mode === 'todo' ? 'not written yet' : 'the source gives no reason'),
  });
}

function hasFailedSuite(test: TestCase): boolean {
  for (let suite: TestSuite | TestModule | undefined = test.parent; suite; ) {
    if (suite.errors().length > 0) return true;
    suite = suite.type === 'suite' ? suite.parent : undefined;
  }
  return false;
}

export function place(module: TestModule): string {
  return module.relativeModuleId;
}
