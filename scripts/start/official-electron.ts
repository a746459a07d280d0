/**
 * Finds the official Electron binary without starting its download: `require('electron')` outside Electron would.
 * Order: ELECTRON_EXEC_PATH, ELECTRON_OVERRIDE_DIST_PATH, node_modules/electron/dist.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws if ELECTRON_EXEC_PATH names a file that does not exist: whoever set it wants that one and no other. */
export function findOfficialElectron(projectFolder: string, env: Environment): string | null {
  const named = env.ELECTRON_EXEC_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`ELECTRON_EXEC_PATH names ${named}, which does not exist.`);
  }
  const packageFolder = join(projectFolder, 'node_modules/electron');
  const inDist = readIfPresent(join(packageFolder, 'path.txt'));
  const candidates = [
    env.ELECTRON_OVERRIDE_DIST_PATH && join(env.ELECTRON_OVERRIDE_DIST_PATH, inDist ?? 'electron'),
    inDist && join(packageFolder, 'dist', inDist),
  ];
  return candidates.find((path): path is string => !!path && existsSync(path)) ?? null;
}

function readIfPresent(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
