import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check-result.ts';
import { isInRange } from './version-range.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [dependencies: string]: unknown;
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** The lock file pins contents and not places, and agrees with package.json. */
export const lockCheck: Check = {
  name: 'lock file',
  async run(root) {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const problems = lockProblems(manifest, lock);
    return {
      ok: problems.length === 0,
      summary: `${Object.keys(lock.packages ?? {}).length - 1} packages`,
      report: problems.map((problem) => `package-lock.json: ${problem}`).join('\n'),
    };
  },
};

export function lockProblems(
  manifest: Record<string, unknown>,
  lock: { lockfileVersion?: unknown; packages?: Record<string, LockedPackage> },
): string[] {
  const problems: string[] = [];
  const packages = lock.packages ?? {};
  const own = packages[''] ?? {};
  if (lock.lockfileVersion !== 3) problems.push('lockfileVersion is not 3; run npm install with npm 11');

  for (const [path, { resolved, integrity, link, inBundle }] of Object.entries(packages)) {
    if (path === '' || link === true) continue;
    if (resolved !== undefined)
      problems.push(`${path} names an address; .npmrc must omit them (run npm install)`);
    if (integrity === undefined && inBundle !== true) problems.push(`${path} has no integrity hash`);
  }
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (nestedPaths(path, name).some((place) => place in packages)) continue;
      problems.push(
        `${path} lacks its optional ${name}: npm ci refuses that; take a version published for all platforms`,
      );
    }
  }
  for (const kind of KINDS) {
    const wanted = (manifest[kind] ?? {}) as Record<string, string>;
    const locked = (own[kind] ?? {}) as Record<string, string>;
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      const range = wanted[name];
      if (range === undefined || range !== locked[name]) {
        problems.push(`${kind} of ${name} is ${locked[name]}, in package.json ${range}; run npm install`);
        continue;
      }
      const version = packages[`node_modules/${name}`]?.version;
      if (version === undefined) problems.push(`${name} is not in the lock file; run npm install`);
      else if (isInRange(version, range) === null)
        problems.push(`${name}: the range ${range} is not understood`);
      else if (isInRange(version, range) === false) problems.push(`${name} ${version} is not in ${range}`);
    }
  }
  return problems;
}

/** Where a package may find another one, from the inside out. */
function nestedPaths(path: string, name: string): string[] {
  const folders = path === '' ? [] : path.split(/(?=\/node_modules\/)/);
  const places = folders.map((_, index) => `${folders.slice(0, index + 1).join('')}/node_modules/${name}`);
  return [`node_modules/${name}`, ...places];
}
