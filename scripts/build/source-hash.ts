import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that the build reads. */
const SOURCES = [
  '{electron,renderer,shared,resources}/**/*',
  '{package,package-lock}.json',
  'tsconfig*.json',
  '{electron.vite,vite.node}.config.ts',
  'scripts/build.ts',
  'scripts/build/*.ts',
];

/** A hash over names and contents; equal hashes mean that a build would give the same. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: root }).sort()) {
    if (!statSync(join(root, path)).isFile()) continue;
    const content = readFileSync(join(root, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
