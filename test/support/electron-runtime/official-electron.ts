/**
 * Finds the official Electron binary without starting its download: `require('electron')` outside Electron would.
 * Order: ELECTRON_EXEC_PATH, ELECTRON_OVERRIDE_DIST_PATH, node_modules/electron/dist.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export function findOfficialElectron(projectFolder: string, env: Environment): string | null {
  if (env.ELECTRON_EXEC_PATH) return env.ELECTRON_EXEC_PATH;
  const packageFolder = join(projectFolder, 'node_modules/electron');
  const named = readIfPresent(join(packageFolder, 'path.txt'));
  const candidates = [
    env.ELECTRON_OVERRIDE_DIST_PATH && join(env.ELECTRON_OVERRIDE_DIST_PATH, named ?? 'electron'),
    named && join(packageFolder, 'dist', named),
  ];
  return candidates.find((path): path is string => !!path && existsSync(path)) ?? null;
}

function readIfPresent(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
