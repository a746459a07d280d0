import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder with package.json: the same above the sources (`electron/headless`) and above the build (`out`). */
function projectRoot(): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  throw new Error('package.json is missing above the ghoststack command');
}

export const rendererRoot = (): string => join(projectRoot(), 'out', 'renderer');

/** The built worker beside the built command; from the sources, the source itself. */
export function workerUrl(): URL {
  const fromSources = import.meta.url.endsWith('.ts');
  const file = fromSources ? ['electron', 'host', 'worker.ts'] : ['out', 'node', 'worker.js'];
  return pathToFileURL(join(projectRoot(), ...file));
}
