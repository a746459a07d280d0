import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { SUITES_WITH_SECOND_TRY } from './test/support/second-try.ts';
import { SUITES_WITH_SHARED_WORKERS, WITH_OWN_WORKER } from './test/support/shared-workers.ts';

function folderOfThisRun(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ghoststack-test-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Of the homes that tests make, never the user's own. */
const STATE_FOLDER = folderOfThisRun('state');
/** Of pages that are built once for all files that look at them. */
const PAGES_FOLDER = folderOfThisRun('pages');
/** Of what Node compiled: a process that runs sources spends half of its start on taking the types out of them. */
const COMPILED_FOLDER = folderOfThisRun('compiled');

/**
 * Projects of one order run together, and the orders one after another: what only computes, on all cores; what mostly
 * waits for processes and for timers of the network, at half a core or less a file, four files at a time, whatever the
 * machine has; what keeps a core busy with pages, two at a time; and at three what has to do with hostile members, whose
 * short votes must not wait for a core, and what opens windows, each on a display of its own.
 */
const project = (name: string, order: number, timeoutMs: number, workers: number | string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    exclude: [...WITH_OWN_WORKER],
    isolate: !SUITES_WITH_SHARED_WORKERS.includes(name),
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    maxWorkers: workers,
    // Windows and processes wait for a busy machine: what passes at the second try only is named at the end. Where
    // a single loss is one too many there is no second try.
    retry: SUITES_WITH_SECOND_TRY.includes(name) ? 1 : 0,
    sequence: { groupOrder: order },
    // What they start answers in English, whatever language the machine speaks.
    env: {
      GHOSTSTACK_STATE_DIR: STATE_FOLDER,
      GHOSTSTACK_TEST_PAGES: PAGES_FOLDER,
      NODE_COMPILE_CACHE: COMPILED_FOLDER,
      LC_ALL: 'C.UTF-8',
    },
    setupFiles: ['test/support/property-seed.ts', 'shared/words/sayings.ts', 'shared/words/catalogues.ts'],
  },
});

const ALL = '100%';

/** Units that share no worker with others. */
function unitsAlone() {
  const { test } = project('unit-alone', 0, 60_000, ALL);
  return { test: { ...test, include: [...WITH_OWN_WORKER], exclude: [] } };
}

export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', 0, 60_000, ALL),
      unitsAlone(),
      project('property', 0, 120_000, ALL),
      project('simulation', 0, 1_800_000, ALL),
      project('integration', 1, 300_000, 4),
      project('browser', 2, 120_000, 2),
      project('fault', 3, 300_000, 3),
      project('e2e', 4, 300_000, 2),
    ],
  },
});
