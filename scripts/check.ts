// npm run check: node scripts/check.ts [--only NAME] [--root FOLDER]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Check, CheckResult } from './checks/check-result.ts';
import { lengthCheck } from './checks/file-length.ts';
import { importCheck } from './checks/imports.ts';
import { lintCheck } from './checks/lint.ts';
import { lockCheck } from './checks/lock-file.ts';
import { typeChecks } from './checks/types.ts';
import { wordsCheck } from './checks/words-at-import.ts';

const CHECKS: readonly Check[] = [...typeChecks, lintCheck, importCheck, wordsCheck, lockCheck, lengthCheck];
const PROJECT = resolve(import.meta.dirname, '..');

export interface CheckOptions {
  readonly root?: string;
  /** Runs only the checks whose name contains this. */
  readonly only?: string;
  print(line: string): void;
}

/** Runs the checks one after another and prints one line for each; what a failed one says is printed below it. */
export async function runChecks({ root = PROJECT, only = '', print }: CheckOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of CHECKS.filter(({ name }) => name.includes(only))) {
    const startedMs = performance.now();
    const { ok, summary, report } = await check.run(root);
    const elapsedMs = performance.now() - startedMs;
    results.push({ name: check.name, ok, summary, report, elapsedMs });
    print(`${ok ? '✓' : '✗'} ${check.name}: ${summary} (${(elapsedMs / 1000).toFixed(1)} s)`);
    if (report !== '') print(report.replace(/^/gm, '  '));
  }
  return results;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { only: { type: 'string' }, root: { type: 'string' } } });
  const results = await runChecks({
    ...(values.root === undefined ? {} : { root: resolve(values.root) }),
    only: values.only ?? '',
    print: (line) => console.log(line),
  });
  const failed = results.filter(({ ok }) => !ok);
  if (results.length === 0) console.error(`no check is named like ${JSON.stringify(values.only)}`);
  if (failed.length > 0) console.log(`\n${failed.length} of ${results.length} checks failed`);
  process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;
}
