/** Where the built page of the fixture lies: one for all files of a run, since a build costs as much as three pages. */
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { withBuildLock } from '../../../scripts/build/build-lock.ts';

export interface BuiltFixture {
  readonly folder: string;
  /** Takes it away, unless others use it too. */
  remove(): Promise<void>;
}

/** With plugins it is another page, and built for whoever asks; so it is where sources may change while tests run. */
export async function builtFixture(more: readonly Plugin[] = []): Promise<BuiltFixture> {
  const shared = process.env.GHOSTSTACK_TEST_PAGES;
  if (shared && more.length === 0 && process.env.VITEST_MODE !== 'WATCH') {
    const folder = join(shared, 'fixture');
    const stamp = join(shared, 'fixture.built');
    await withBuildLock(join(shared, 'fixture.building'), async () => {
      if (existsSync(stamp)) return;
      await build(folder, more);
      // Only what was built to its end is found by the next one.
      writeFileSync(stamp, '');
    });
    return { folder, remove: async () => undefined };
  }
  const folder = await mkdtemp(join(tmpdir(), 'ghoststack-fixture-'));
  await build(folder, more);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Whoever finds it built need not load the bundler. */
async function build(folder: string, more: readonly Plugin[]): Promise<void> {
  const { buildFixture } = await import('./build-fixture.ts');
  await buildFixture(folder, more);
}
