import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import { SECOND_TRY_MARK, TRIED_AGAIN_MARK } from '../../test/support/second-try.ts';
import { emptyTally, mergeTallies, place, type Tally, tallyModule } from './tally.ts';

type ConsoleLog = Parameters<NonNullable<Reporter['onUserConsoleLog']>>[0];

const SLOW_MS = 10_000;

/** One line for each test file as it ends; errors and their output right below it. */
export class LineReporter implements Reporter {
  readonly #print: (line: string) => void;
  readonly #tallies = new Map<string, Tally>();
  readonly #logs = new Map<string, string[]>();
  #vitest: Vitest | undefined;
  /** Of the files that run once more, what failed the first time. */
  readonly #firstFailures = new Map<string, readonly string[]>();
  #ended = emptyTally();
  #unhandled = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** All files so far, and errors that belong to none. */
  get tally(): Tally {
    return mergeTallies([this.#ended, ...this.#tallies.values()]);
  }

  hasFailed(moduleId: string, project: string): boolean {
    return (this.#tallies.get(fileKey(moduleId, project))?.failed ?? 0) > 0;
  }

  /** These files run once more: what they came to the first time counts no longer, and is named. */
  beginSecondRun(files: readonly { readonly moduleId: string; readonly project: string }[]): void {
    this.#print('\nOnce more, file by file, since something failed:');
    for (const { moduleId, project } of files) {
      const key = fileKey(moduleId, project);
      this.#firstFailures.set(key, this.#tallies.get(key)?.failures ?? []);
      this.#tallies.delete(key);
    }
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onUserConsoleLog({ taskId, content }: ConsoleLog): void {
    this.#noteSecondTry(taskId, content);
    // What passing tests print is of no interest; what failing ones print is shown with the failure.
    if (taskId !== undefined) this.#logs.set(taskId, [...(this.#logs.get(taskId) ?? []), content]);
  }

  onTestModuleEnd(module: TestModule): void {
    const tally = tallyModule(module);
    const key = fileKey(module.moduleId, module.project.name);
    if (tally.failed === 0) tally.secondTries.push(...(this.#firstFailures.get(key) ?? []));
    this.#tallies.set(key, tally);
    const { duration } = module.diagnostic();
    const counts = [
      `${tally.passed} passed`,
      ...(tally.failed > 0 ? [`${tally.failed} failed`] : []),
      ...(tally.skipped.length > 0 ? [`${tally.skipped.length} skipped`] : []),
    ].join(', ');
    const mark = tally.failed > 0 ? '✗' : tally.passed === 0 ? '-' : '✓';
    this.#print(`${mark} ${place(module)}: ${counts} (${(duration / 1000).toFixed(1)} s)`);
    for (const test of module.children.allTests()) {
      const testMs = test.diagnostic()?.duration ?? 0;
      if (test.diagnostic()?.flaky) this.#printFirstTry(test, module.project);
      if (testMs > SLOW_MS) this.#print(`    ${(testMs / 1000).toFixed(0)} s: ${test.fullName}`);
      // What a test wants to be seen although it passes: counts and tables.
      for (const { message } of test.annotations()) this.#print(message.replace(/^/gm, '    '));
    }
    if (tally.failed > 0) this.#printFailures(module);
    for (const test of module.children.allTests()) this.#logs.delete(test.id);
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    // A worker that died says nothing about its file: what is known of it counts all the same.
    for (const module of modules) {
      if (!this.#tallies.has(fileKey(module.moduleId, module.project.name))) this.onTestModuleEnd(module);
    }
    for (const error of errors) {
      this.#unhandled += 1;
      this.#ended.failed += 1;
      this.#ended.failures.push(`unhandled error ${this.#unhandled}: ${firstLine(error.message)}`);
      this.#print('✗ an error outside of every test');
      this.#vitest?.logger.printError(error, { showCodeFrame: true });
    }
    if (reason === 'interrupted') {
      this.#ended.failed += 1;
      this.#ended.failures.push('the run was interrupted');
    }
  }

  onProcessTimeout(): void {
    this.#ended.failed += 1;
    this.#ended.failures.push('something a test started did not end, and kept the runner alive');
  }

  /** Set-ups have second tries of their own, and say so in lines. */
  #noteSecondTry(taskId: string | undefined, content: string): void {
    if (content.startsWith(TRIED_AGAIN_MARK)) this.#print(content.trimEnd());
    if (!content.startsWith(SECOND_TRY_MARK)) return;
    const file = this.#vitest?.state.idMap.get(taskId ?? '')?.file.name ?? 'a file';
    const what = content.trimEnd().slice(SECOND_TRY_MARK.length);
    this.#ended.secondTries.push(`${file} > ${what}`);
  }

  #printFirstTry(test: TestCase, project: TestModule['project']): void {
    this.#print(`\n  passed at the second try: ${test.fullName}`);
    for (const error of test.result()?.errors ?? [])
      this.#vitest?.logger.printError(error, { project, showCodeFrame: true });
  }

  #printFailures(module: TestModule): void {
    const show = (name: string, errors: readonly unknown[], project: TestModule['project']) => {
      for (const error of errors) {
        this.#print(`\n  ✗ ${name}`);
        this.#vitest?.logger.printError(error, { project, showCodeFrame: true });
      }
    };
    show(place(module), module.errors(), module.project);
    for (const suite of module.children.allSuites()) show(suite.fullName, suite.errors(), suite.project);
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state !== 'failed') continue;
      show(test.fullName, result.errors, test.project);
      const log = this.#logs.get(test.id);
      if (log !== undefined) this.#print(log.join('').trimEnd().replace(/^/gm, '    | '));
    }
  }
}

function fileKey(moduleId: string, project: string): string {
  return `${project} ${moduleId}`;
}

function firstLine(text: string | undefined): string {
  return stripVTControlCharacters(text ?? '').split('\n')[0] ?? '';
}
