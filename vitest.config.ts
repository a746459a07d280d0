import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Of the homes that tests make, never the user's own. */
const STATE_FOLDER = mkdtempSync(join(tmpdir(), 'ghoststack-test-state-'));
process.on('exit', () => rmSync(STATE_FOLDER, { recursive: true, force: true }));

/** Projects run one after another, in this order; what opens windows or ports runs one file at a time. */
const project = (name: string, order: number, timeoutMs: number, isAlone: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: !isAlone,
    // Windows and processes wait for a busy machine: what passes at the second try only is named at the end. Where
    // a single loss is one too many there is no second try.
    retry: isAlone && name !== 'fault' ? 1 : 0,
    sequence: { groupOrder: order },
    env: { GHOSTSTACK_STATE_DIR: STATE_FOLDER },
    setupFiles: ['test/support/property-seed.ts'],
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      project('unit', 0, 60_000, false),
      project('property', 1, 120_000, false),
      project('simulation', 2, 1_800_000, false),
      project('integration', 3, 300_000, true),
      project('fault', 4, 300_000, true),
      project('browser', 5, 120_000, true),
      project('e2e', 6, 300_000, true),
    ],
  },
});
