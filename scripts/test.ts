// npm test: node scripts/test.ts [--long] [FILTER…] [Vitest's options]. Checks, builds, and runs every suite.
import { resolve } from 'node:path';
import './test/plain-output.ts';
import { createVitest, parseCLI } from 'vitest/node';
import { electronRuntime } from '../test/support/electron-runtime.ts';
import { SUITES_WITH_SECOND_TRY } from '../test/support/second-try.ts';
import { ensureBuilt } from './build.ts';
import { runChecks } from './check.ts';
import { LineReporter } from './test/reporter.ts';
import { runWithSecondRun } from './test/second-run.ts';
import { emptyTally, mergeTallies, type Tally } from './test/tally.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const SUITES_IN_ELECTRON = ['e2e'];
const SUITES_ON_THE_BUILD = ['integration', 'fault', 'browser', 'e2e'];
const CLOSE_LIMIT_MS = 20_000;

const print = (line: string) => console.log(line);

async function main(): Promise<number> {
  const isLong = process.argv.includes('--long');
  const args = process.argv.slice(2).filter((argument) => argument !== '--long');
  if (isLong) process.env.GHOSTSTACK_LONG = '1';
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  // Vitest has printed its options by now.
  if (args.some((word) => word === '--help' || word === '-h')) return 0;
  const startedMs = performance.now();

  const checks = await checkSources();
  const reporter = new LineReporter(print);
  const vitest = await createVitest('test', {
    ...options,
    root: PROJECT,
    watch: false,
    // A forgotten `.only` would leave the other tests out without a word.
    allowOnly: false,
    passWithNoTests: true,
    reporters: [reporter],
  });
  const specifications = await vitest.getRelevantTestSpecifications(filter);
  const suites = new Set(specifications.map(({ project }) => project.name));
  const preparation = await prepare(suites);

  // Without a build there is no use in the suites that start it; the others can still say something.
  const chosen = specifications.filter(
    ({ project }) => preparation.failed === 0 || !SUITES_ON_THE_BUILD.includes(project.name),
  );
  if (chosen.length > 0) {
    print(`\n${chosen.length} test files`);
    await vitest.standalone();
    await runWithSecondRun(vitest, chosen, reporter, {
      mayRunAgain: (project) => SUITES_WITH_SECOND_TRY.includes(project),
    });
  }
  const close = vitest.close();
  const outcome = mergeTallies([checks, preparation, reporter.tally]);
  const code = summarize(outcome, reporter.tally, performance.now() - startedMs);
  const limit = setTimeout(() => process.exit(code), CLOSE_LIMIT_MS);
  await close.catch(() => undefined);
  clearTimeout(limit);
  return code;
}

async function checkSources(): Promise<Tally> {
  const tally = emptyTally();
  for (const { name, ok } of await runChecks({ print })) {
    if (ok) tally.passed += 1;
    else {
      tally.failed += 1;
      tally.failures.push(`check > ${name}`);
    }
  }
  return tally;
}

/** Builds, and prepares Electron, as far as the chosen suites need it. */
async function prepare(suites: ReadonlySet<string>): Promise<Tally> {
  const tally = emptyTally();
  if (SUITES_IN_ELECTRON.some((suite) => suites.has(suite))) {
    // Prepared here, where its progress is seen. Where it fails, the suites say what is missing and are skipped.
    await electronRuntime(print).catch(() => undefined);
  }
  if (SUITES_ON_THE_BUILD.some((suite) => suites.has(suite))) {
    const startedMs = performance.now();
    try {
      await ensureBuilt();
      tally.passed += 1;
      print(`✓ build (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
    } catch (error) {
      tally.failed += 1;
      tally.failures.push('build');
      print(`✗ build\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return tally;
}

/** Prints what failed and what was skipped, and as the very last line the counts. Gives the exit code. */
function summarize(all: Tally, tests: Tally, elapsedMs: number): number {
  const mustRunAll = process.env.CI === 'true';
  const failures = [...all.failures];
  let { failed } = all;
  if (tests.passed + tests.failed + tests.skipped.length === 0) {
    failed += 1;
    failures.push('no test was run');
  }
  if (all.skipped.length > 0) {
    print(`\nSkipped${mustRunAll ? ', which is a failure with CI=true' : ''}:`);
    for (const [reason, skipped] of Map.groupBy(all.skipped, (test) => test.reason)) {
      print(`- ${reason}`);
      for (const { name } of skipped) print(`    ${name}`);
    }
  }
  if (all.secondTries.length > 0) {
    print('\nPassed at the second try only, to be looked into:');
    for (const name of all.secondTries) print(`! ${name}`);
  }
  if (failures.length > 0) {
    print('\nFailed:');
    for (const failure of failures) print(`✗ ${failure}`);
  }
  print(`\n${(elapsedMs / 1000).toFixed(0)} s`);
  print(`${all.passed} passed, ${failed} failed, ${all.skipped.length} skipped`);
  return failed > 0 || (mustRunAll && all.skipped.length > 0) ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error);
  print('0 passed, 1 failed, 0 skipped');
  return 1;
});
process.exit();
