import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from './official-electron.ts';
import type { ElectronFacts, NamespaceBan, SystemFacts } from './start-plan.ts';
import { aptPackagesFor, isOnPath, missingLibraries } from './system-packages.ts';

export function readSystemFacts(env: Environment, args: readonly string[]): SystemFacts {
  return {
    platform: process.platform,
    hasDisplay: Boolean(env.DISPLAY || env.WAYLAND_DISPLAY),
    isRoot: process.getuid?.() === 0,
    sandboxWaived: args.includes('--no-sandbox'),
    namespaceBan: process.platform === 'linux' ? namespaceBan() : null,
  };
}

/** `binaryPath` is the program that is linked, where `path` is a script that starts it. */
export function readElectronFacts(path: string, binaryPath: string = path): ElectronFacts {
  return {
    path,
    hasSetuidSandbox: isSetuidRoot(join(dirname(binaryPath), 'chrome-sandbox')),
    missingPackages: aptPackagesFor(missingLibraries(binaryPath)),
  };
}

function namespaceBan(): NamespaceBan | null {
  if (readNumber('/proc/sys/kernel/unprivileged_userns_clone') === 0) return 'sysctl';
  if (readNumber('/proc/sys/user/max_user_namespaces') === 0) return 'limit';
  if (readNumber('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === 1) return 'apparmor';
  if (!isOnPath('unshare')) return null;
  return spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0
    ? null
    : 'container';
}

function readNumber(path: string): number | null {
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : null;
}

function isSetuidRoot(path: string): boolean {
  if (!existsSync(path)) return false;
  const { mode, uid } = statSync(path);
  return uid === 0 && (mode & 0o4001) === 0o4001;
}
