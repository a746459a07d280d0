import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withBuildLock } from '../../scripts/build/build-lock.ts';
import { sourceHash } from '../../scripts/build/source-hash.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-build-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of the build', () => {
  it('lets one work at a time', async () => {
    const path = join(folder, 'out/.building');
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise(setImmediate);
      working -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withBuildLock(path, work)));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const path = join(folder, '.building');
    await expect(withBuildLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withBuildLock(path, async () => 'built')).resolves.toBe('built');
  });

  it('of a process that is gone is taken over', async () => {
    const path = join(folder, '.building');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, String(pid));
    await expect(withBuildLock(path, async () => 'built')).resolves.toBe('built');
  });

  it('that nobody has touched for long is taken over', async () => {
    const path = join(folder, '.building');
    writeFileSync(path, String(process.pid));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(path, longAgo, longAgo);
    await expect(withBuildLock(path, async () => 'built')).resolves.toBe('built');
  });
});

describe('the hash over the sources', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'shared/deep'), { recursive: true });
    writeFileSync(join(folder, 'shared/deep/a.ts'), 'a');
    writeFileSync(join(folder, 'package.json'), '{}');
  });

  it('stays when only times change', () => {
    const before = sourceHash(folder);
    utimesSync(join(folder, 'shared/deep/a.ts'), new Date(0), new Date(0));
    expect(sourceHash(folder)).toBe(before);
  });

  it.each([
    ['a file changes', 'shared/deep/a.ts', 'b'],
    ['a file is added', 'shared/deep/b.ts', ''],
    ['a package changes', 'package-lock.json', '{}'],
    ['a configuration changes', 'vite.node.config.ts', ''],
    ['a resource changes', 'resources/locales/en/a.json', '{}'],
  ])('changes when %s', (_name, path, text) => {
    const before = sourceHash(folder);
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
    expect(sourceHash(folder)).not.toBe(before);
  });

  it('does not change with a test', () => {
    const before = sourceHash(folder);
    mkdirSync(join(folder, 'test/unit'), { recursive: true });
    writeFileSync(join(folder, 'test/unit/a.test.ts'), '');
    expect(sourceHash(folder)).toBe(before);
  });
});
