/** The licences of the libraries that are bundled: most of them ask that their text goes along. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** Every package that package.json's `dependencies` lead to, whether or not all of it is used. */
export function thirdPartyNotices(projectFolder: string): string {
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  // Node itself, to run the project with; no part of what is packaged.
  const runtimes = new Set(Object.keys(lock.packages['']?.optionalDependencies ?? {}));
  const texts = new Map<string, string[]>();
  for (const [path, { version, license, dev, optional }] of Object.entries(lock.packages)) {
    const folder = join(projectFolder, path);
    if (
      path === '' ||
      dev === true ||
      runtimes.has(path.replace('node_modules/', '')) ||
      (optional === true && !existsSync(folder))
    )
      continue;
    const name = `${path.replace(/^.*node_modules\//, '')} ${version ?? ''}`.trim();
    const text = licenceText(folder) || `Licence: ${license ?? 'not named'}`;
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  // Not a package: the table of names is written from Unicode's data files.
  const data = readFileSync(join(projectFolder, 'scripts/unicode/LICENSE.txt'), 'utf8').trim();
  texts.set(data, ['Unicode data files 15.0, by way of ICU 72 (the table of names)']);
  const parts = [...texts].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`);
  return [
    'GhostStack contains these libraries, or parts of them, under their own licences.\n',
    ...parts,
  ].join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}
