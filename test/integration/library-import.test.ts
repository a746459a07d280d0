import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('importing the library starts nothing: the process ends by itself and says nothing', () => {
  const library = join(import.meta.dirname, '../../electron/node/tutorial/index.ts');
  const program = `await import(${JSON.stringify(library)});
    const started = process.getActiveResourcesInfo().filter((name) => /Timeout|Server|Socket|Worker|Process/.test(name));
    if (started.length > 0) throw new Error(started.join());`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 30_000 });
  expect(output.toString()).toBe('');
});
