/** Builds the `.deb`, installs it, and takes it off the system again. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
/** Never released: whoever finds it installed finds what this test has left. */
export const OLDER_VERSION = '0.0.1';
export const LEFT_FILE = 'opt/GhostStack/resources/of-the-older-version';

/** Lies there while the test has its package installed. Only root writes there, so nobody else can have one purged. */
const MARK = '/var/lib/ghoststack-package-test';

/** Programs by the package that has them: one changes the user, the others check what was made. */
const TOOLS = { setpriv: 'util-linux', lintian: 'lintian', appstreamcli: 'appstream', mandoc: 'mandoc' };

/** Where the package puts something, and where its scripts do. */
const PLACES = [
  APP_FOLDER,
  '/usr/bin/ghoststack*',
  '/etc/alternatives/ghoststack*',
  '/etc/apparmor.d/ghoststack*',
  '/usr/share/applications/ghoststack*',
  '/usr/share/doc/ghoststack',
  '/usr/share/bash-completion/completions/ghoststack',
  '/usr/share/fish/vendor_completions.d/ghoststack*',
  '/usr/share/lintian/overrides/ghoststack',
  '/usr/share/man/man1/ghoststack*',
  '/usr/share/man/de/man1/ghoststack*',
  '/usr/share/metainfo/org.ghoststack*',
  '/usr/share/zsh/vendor-completions/_ghoststack',
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
  const lacking = Object.entries(TOOLS).find(([program]) => !isOnPath(program));
  if (lacking) {
    const [program, aptPackage] = lacking;
    return { what: `${program} is not installed.`, remedy: aptRemedy([aptPackage]) };
  }
  const found = presentFiles();
  if (found.length > 0 && !isLeftByTest()) {
    return {
      what: `GhostStack is installed here already (${found[0]}), and the test would remove it.`,
      remedy: `dpkg --purge ${PACKAGE}`,
    };
  }
  return sandboxRequirement() ?? (await electronRequirement());
}

/** Returns the package's path: GHOSTSTACK_DEB's, where it was built before. */
export async function buildPackage(): Promise<string> {
  if (process.env.GHOSTSTACK_DEB) return process.env.GHOSTSTACK_DEB;
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

/** The same as an older version would be, in `folder`; with a file that the new one has no more. Returns its path. */
export async function olderPackage(path: string, folder: string): Promise<string> {
  const tree = join(folder, 'older');
  await run('dpkg-deb', ['--raw-extract', path, tree]);
  const control = join(tree, 'DEBIAN/control');
  writeFileSync(
    control,
    readFileSync(control, 'utf8').replace(/^Version: .*$/m, `Version: ${OLDER_VERSION}`),
  );
  writeFileSync(join(tree, LEFT_FILE), '');
  const older = join(folder, 'older.deb');
  await run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, older]);
  rmSync(tree, { recursive: true });
  return older;
}

export function installedVersion(): string {
  return execFileSync('dpkg-query', ['--show', PACKAGE], { encoding: 'utf8' }).trim().split('\t')[1] ?? '';
}

/** What Debian's own checker finds wrong, a line each. */
export function lintianErrors(path: string): string[] {
  const { stdout } = spawnSync('lintian', ['--no-tag-display-limit', path], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.startsWith('E: '));
}

export async function installPackage(path: string): Promise<void> {
  writeFileSync(MARK, '');
  // Images of containers leave manual pages out by their own rule.
  await run('dpkg', ['--path-include=*', '--install', path]);
}

/** Files of it that are not as they were packaged; empty when it is whole. */
export async function verifyPackage(): Promise<string> {
  return (await run('dpkg', ['--verify', PACKAGE])).stdout.trim();
}

export async function removePackage(how: '--remove' | '--purge' = '--purge'): Promise<void> {
  await run('dpkg', [how, PACKAGE]);
  if (how === '--purge') rmSync(MARK, { force: true });
}

/** Whether what is installed is there because an earlier run of the test was killed. */
function isLeftByTest(): boolean {
  return existsSync(MARK) || (isInstalled() && installedVersion() === OLDER_VERSION);
}

/** Takes off what an earlier run that was killed has left, in whatever state dpkg was when it died. */
export async function removeLeftover(): Promise<void> {
  if (!isLeftByTest()) return;
  if (isInstalled()) await run('dpkg', ['--force-remove-reinstreq', '--purge', PACKAGE]);
  rmSync(MARK, { force: true });
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
