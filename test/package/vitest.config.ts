import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Apart from `npm test`: it changes the system, though it leaves it as it was. */
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '../..'),
    include: ['test/package/**/*.test.ts'],
    pool: 'forks',
    env: { LC_ALL: 'C.UTF-8' },
    fileParallelism: false,
    testTimeout: 120_000,
    // Building the package may have to prepare Electron first.
    hookTimeout: 1_200_000,
    reporters: ['verbose'],
  },
});
