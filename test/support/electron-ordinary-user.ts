/** Lets a test that runs as root start the app as an ordinary user, so that Chromium's sandbox is on. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { aptRemedy, isOnPath } from '../../scripts/start/system-packages.ts';
import { electronRuntime, PROJECT_FOLDER } from './electron-runtime.ts';
import type { Requirement } from './requirements.ts';

/** nobody, nogroup */
const USER_ID = 65534;
const AS_USER = [`--reuid=${USER_ID}`, `--regid=${USER_ID}`, '--clear-groups', '--no-new-privs'];

export interface OrdinaryUser {
  readonly appFolder: string;
  readonly userFolder: string;
  /** To be given to `launch`, where root has to change user first. */
  readonly startedBy?: string;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether an ordinary user can have a sandbox here. */
export function sandboxRequirement(): Requirement {
  if (process.platform !== 'linux') return null;
  if (isRoot() && !isOnPath('setpriv')) {
    return { what: 'setpriv, which changes the user, is not installed.', remedy: aptRemedy(['util-linux']) };
  }
  const [program, args] = isRoot() ? ['setpriv', [...AS_USER, 'unshare']] : ['unshare', []];
  const probe = spawnSync(program, [...args, '--user', '--pid', '--fork', 'true'], { stdio: 'ignore' });
  if (probe.status === 0) return null;
  return {
    what: "This system lets ordinary users make no user namespace, which Chromium's sandbox needs.",
    remedy:
      'sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0  # in a container: allow them in its seccomp profile',
  };
}

/** Copies into `folder` what the user may not read where it is; most of it as hard links. */
export async function ordinaryUser(folder: string): Promise<OrdinaryUser> {
  const userFolder = join(folder, 'home');
  await mkdir(userFolder, { mode: 0o700 });
  if (!isRoot()) return { appFolder: PROJECT_FOLDER, userFolder };

  await chmod(folder, 0o755);
  await chown(userFolder, USER_ID, USER_ID);
  const { binaryPath, executablePath } = await electronRuntime();
  const runtime = link(dirname(binaryPath), join(folder, 'electron'));
  const started = join(folder, 'start.sh');
  const exec = `exec setpriv ${AS_USER.join(' ')} '${join(runtime, basename(binaryPath))}' "$@"`;
  if (executablePath === binaryPath) {
    await writeFile(started, `#!/bin/sh\n${exec}\n`, { mode: 0o755 });
  } else {
    const preload = join(folder, 'sqlite');
    await mkdir(preload);
    for (const name of ['sqlite-redirect.cjs', 'better_sqlite3.node']) {
      await copyFile(join(dirname(executablePath), name), join(preload, name));
    }
    await writeFile(
      started,
      `#!/bin/sh\nexport NODE_OPTIONS='--require=${join(preload, 'sqlite-redirect.cjs')}'\n${exec}\n`,
      { mode: 0o755 },
    );
  }
  return { appFolder: readableProject(folder), userFolder, startedBy: started };
}

function readableProject(folder: string): string {
  const manifest = join(PROJECT_FOLDER, 'package.json');
  if (spawnSync('setpriv', [...AS_USER, 'test', '-r', manifest]).status === 0) return PROJECT_FOLDER;
  const copy = join(folder, 'app');
  execFileSync('mkdir', [copy]);
  for (const name of ['package.json', 'out', 'node_modules'])
    link(join(PROJECT_FOLDER, name), join(copy, name));
  return copy;
}

/** Hard links where both are on one disk, else a copy; folders are new ones, which anyone may enter. */
function link(from: string, to: string): string {
  const linked = spawnSync('cp', ['-rl', from, to], { stdio: 'ignore' });
  if (linked.status !== 0) execFileSync('cp', ['-r', from, to]);
  execFileSync('find', [to, '-type', 'd', '-exec', 'chmod', 'a+rx', '{}', '+']);
  return to;
}
