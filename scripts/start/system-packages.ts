/** Names what the system lacks for running Electron or Chromium in tests, and the one line that mends it. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const APT_PACKAGE_BY_LIBRARY: readonly (readonly [prefix: string, aptPackage: string])[] = [
  ['libgtk-3', 'libgtk-3-0'],
  ['libgdk-3', 'libgtk-3-0'],
  ['libnss', 'libnss3'],
  ['libsmime', 'libnss3'],
  ['libnspr', 'libnss3'],
  ['libasound', 'libasound2'],
  ['libgbm', 'libgbm1'],
  ['libXss', 'libxss1'],
  ['libdrm', 'libdrm2'],
  ['libcups', 'libcups2'],
  ['libatspi', 'libatspi2.0-0'],
  ['libatk-bridge', 'libatk-bridge2.0-0'],
  ['libxkbcommon', 'libxkbcommon0'],
];

export function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Shared libraries that the executable links and the system lacks. */
export function missingLibraries(executable: string): string[] {
  if (process.platform !== 'linux' || !isOnPath('ldd')) return [];
  let listing: string;
  try {
    listing = execFileSync('ldd', [executable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return [];
  }
  return [...listing.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
}

/** Apt packages that hold these libraries, each once; a library without a known package is named as it is. */
export function aptPackagesFor(libraries: readonly string[]): string[] {
  const packages = libraries.map(
    (library) => APT_PACKAGE_BY_LIBRARY.find(([prefix]) => library.startsWith(prefix))?.[1] ?? library,
  );
  return [...new Set(packages)];
}

export function aptRemedy(packages: readonly string[]): string {
  return `apt-get install -y ${packages.join(' ')}`;
}
