import { defineConfig } from 'vitest/config';

const project = (name: string, timeoutMs: number, options: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    ...options,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      project('unit', 20_000),
      project('property', 120_000),
      project('integration', 120_000),
      project('fault', 300_000),
      project('browser', 120_000, { fileParallelism: false }),
      project('e2e', 180_000, { fileParallelism: false }),
    ],
  },
});
