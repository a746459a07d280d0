/** Builds the `.deb`, installs it, and takes it off the system again. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptRemedy, isOnPath } from '../../scripts/start/system-packages.ts';
import { sandboxRequirement } from './electron-ordinary-user.ts';
import { electronRequirement } from './electron-requirement.ts';
import { PROJECT_FOLDER } from './electron-runtime.ts';
import type { Requirement } from './requirements.ts';

const run = promisify(execFile);
const PACKAGE = 'ghoststack';
export const APP_FOLDER = '/opt/GhostStack';

/** Where the package puts something, and where its scripts do. */
const PLACES = [
  APP_FOLDER,
  '/usr/bin/ghoststack*',
  '/etc/alternatives/ghoststack*',
  '/etc/apparmor.d/ghoststack*',
  '/usr/share/applications/ghoststack*',
  '/usr/share/doc/ghoststack',
  '/usr/share/icons/hicolor/*/apps/ghoststack*',
  '/var/lib/dpkg/alternatives/ghoststack*',
];

/** Whether a package can be built, installed and started here by somebody else than root. */
export async function packageRequirement(): Promise<Requirement> {
  if (process.platform !== 'linux' || !isOnPath('dpkg') || !isOnPath('dpkg-deb')) {
    return { what: 'A .deb can be installed by dpkg alone.', remedy: 'run it on Debian or Ubuntu' };
  }
  if (process.getuid?.() !== 0) {
    return { what: 'Only root can install a package.', remedy: 'sudo npm run test:package' };
  }
  if (!isOnPath('setpriv')) {
    return {
      what: 'setpriv, which changes the user, is not installed.',
      remedy: aptRemedy(['util-linux']),
    };
  }
  const found = presentFiles();
  if (found.length > 0) {
    return {
      what: `GhostStack is installed here already (${found[0]}), and the test would remove it.`,
      remedy: `dpkg --purge ${PACKAGE}`,
    };
  }
  return sandboxRequirement() ?? (await electronRequirement());
}

/** Returns the package's path. */
export async function buildPackage(): Promise<string> {
  // Under Vitest these would change what is built.
  const { NODE_ENV, VITEST, NODE_OPTIONS, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['scripts/package.ts', '--quick', 'deb'], {
    cwd: PROJECT_FOLDER,
    env,
  });
  const path = stdout.trim().split('\n').at(-1) ?? '';
  if (!path.endsWith('.deb')) throw new Error(`npm run package named no .deb: ${stdout}`);
  return join(PROJECT_FOLDER, path);
}

export async function installPackage(path: string): Promise<void> {
  await run('dpkg', ['--install', path]);
}

/** Files of it that are not as they were packaged; empty when it is whole. */
export async function verifyPackage(): Promise<string> {
  return (await run('dpkg', ['--verify', PACKAGE])).stdout.trim();
}

export async function removePackage(): Promise<void> {
  await run('dpkg', ['--purge', PACKAGE]);
}

export function isInstalled(): boolean {
  return spawnSync('dpkg', ['--status', PACKAGE], { stdio: 'ignore' }).status === 0;
}

/** What of it lies on this system. */
export function presentFiles(): string[] {
  return PLACES.flatMap((place) =>
    place.includes('*') ? globSync(place) : existsSync(place) ? [place] : [],
  );
}
