import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockProblems } from '../../scripts/checks/lock-file.ts';
import { isInRange } from '../../scripts/checks/version-range.ts';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

describe('package.json', () => {
  it('has the scripts that the README names, each with its file', () => {
    const names = [
      'start',
      'dev',
      'build',
      'check',
      'test',
      'test:long',
      'demo',
      'bench',
      'screenshots',
      'package',
      'test:package',
    ];
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(names));
    for (const command of Object.values<string>(manifest.scripts)) {
      const script = /^node (\S+)/.exec(command)?.[1];
      if (script !== undefined) expect(existsSync(join(root, script)), script).toBe(true);
    }
  });

  it('is under the licence whose text is in LICENSE', () => {
    expect(manifest.license).toBe('AGPL-3.0-or-later');
    const text = readFileSync(join(root, 'LICENSE'), 'utf8');
    expect(text).toMatch(/^\s+GNU AFFERO GENERAL PUBLIC LICENSE\n\s+Version 3, 19 November 2007\n/);
  });

  it('gives every script the Node that it is written for', () => {
    expect(manifest.devDependencies.node).toMatch(/^\^24\./);
    expect(process.versions.node).toMatch(/^24\./);
  });

  it('lets only the packages run install scripts that need to', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed).toEqual([['node', true]]);
  });

  it('decides about every install script, so that npm ci has nothing to say', () => {
    const packages: Array<[string, { hasInstallScript?: boolean; optional?: boolean }]> = Object.entries(
      lock.packages,
    );
    const withScript = packages
      .filter(([, { hasInstallScript, optional }]) => hasInstallScript === true && optional !== true)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(Object.keys(manifest.allowScripts)).toEqual(expect.arrayContaining(withScript));
  });
});

it('.ci/run can be run', () => {
  expect(statSync(join(root, '.ci/run')).mode & 0o111).toBe(0o111);
});

describe('the lock file', () => {
  const sound = () => ({
    manifest: { dependencies: { a: '^1.2.0' } },
    lock: {
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { a: '^1.2.0' } },
        'node_modules/a': { version: '1.4.0', integrity: 'sha512-x' },
      } as Record<string, Record<string, unknown>>,
    },
  });

  it('of this project is sound', () => expect(lockProblems(manifest, lock)).toEqual([]));

  it('passes when it agrees with package.json', () => {
    const { manifest, lock } = sound();
    expect(lockProblems(manifest, lock)).toEqual([]);
  });

  it.each([
    [
      'an address',
      { 'node_modules/a': { version: '1.4.0', integrity: 'x', resolved: 'https://host/a.tgz' } },
      /address/,
    ],
    ['no integrity hash', { 'node_modules/a': { version: '1.4.0' } }, /no integrity hash/],
    [
      'a version outside the range',
      { 'node_modules/a': { version: '2.0.0', integrity: 'x' } },
      /not in \^1\.2\.0/,
    ],
    ['another range', { '': { dependencies: { a: '^1.1.0' } } }, /run npm install/],
    [
      'a package that package.json lacks',
      { '': { dependencies: { a: '^1.2.0', b: '1.0.0' } } },
      /run npm install/,
    ],
  ])('is refused with %s', (_name, packages, message) => {
    const { manifest, lock } = sound();
    const problems = lockProblems(manifest, { ...lock, packages: { ...lock.packages, ...packages } });
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['1.2.3', '^1.2.0', true],
    ['1.2.3', '^1.2.4', false],
    ['1.10.0', '^1.9.5', true],
    ['2.0.0', '^1.2.0', false],
    ['0.3.4', '^0.3.1', true],
    ['0.4.0', '^0.3.1', false],
    ['0.0.2', '^0.0.1', false],
    ['1.2.9', '~1.2.3', true],
    ['1.3.0', '~1.2.3', false],
    ['1.65.1', '1.65', true],
    ['1.66.0', '1.65', false],
    ['1.2.3', '1.2.3', true],
    ['1.2.4', '1.2.3', false],
    ['1.3.0-beta.1', '^1.2.0', false],
    ['1.2.3', '>=1 <2', null],
    ['1.2.3', 'latest', null],
  ])('%s in %s is %s', (version, range, expected) => expect(isInRange(version, range)).toBe(expected));
});
