import type { TestSpecification, Vitest } from 'vitest/node';
import type { LineReporter } from './reporter.ts';

/** Of more files than this, something is broken, and not unlucky. */
const FILES_MAX = 6;

/**
 * Runs files, and then those once more, as a whole and when all else is over, of which something failed and whose
 * project may have a second try. The tests of a file often tell one story: one of them alone, tried again where it
 * failed, meets what the first try left.
 */
export async function runWithSecondRun(
  vitest: Vitest,
  files: readonly TestSpecification[],
  reporter: LineReporter,
  { mayRunAgain }: { readonly mayRunAgain: (project: string) => boolean },
): Promise<void> {
  await vitest.runTestSpecifications([...files], true);
  const failed = files.filter(
    ({ moduleId, project }) => mayRunAgain(project.name) && reporter.hasFailed(moduleId, project.name),
  );
  if (failed.length === 0 || failed.length > FILES_MAX) return;
  reporter.beginSecondRun(failed.map(({ moduleId, project }) => ({ moduleId, project: project.name })));
  // One after another: what fails beside others is what this is for.
  for (const file of failed) await vitest.runTestSpecifications([file], false);
}
