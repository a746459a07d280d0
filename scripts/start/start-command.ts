/** The program and arguments that a plan comes to. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './official-electron.ts';

export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** `args` are the caller's own, as they are: what he leaves out, `--no-sandbox` above all, is never added. */
export function windowCommand(
  electronPath: string,
  projectFolder: string,
  args: readonly string[],
): StartCommand {
  return { program: electronPath, args: [projectFolder, ...args] };
}

/** The same home as the window's, unless the caller names one; words meant for a window are left out. */
export function headlessCommand(
  projectFolder: string,
  args: readonly string[],
  defaultHome: string,
): StartCommand {
  const own = args.filter((word) => word !== '--no-sandbox');
  const names = (option: string): boolean =>
    own.some((word) => word === `--${option}` || word.startsWith(`--${option}=`));
  const command = join(projectFolder, 'out/headless/cli.js');
  if (own.includes('--demo')) return { program: process.execPath, args: [command, 'demo-cell'] };
  return {
    program: process.execPath,
    args: [
      command,
      'start',
      ...(names('home') ? [] : ['--home', defaultHome]),
      ...(names('dashboard') ? [] : ['--dashboard', '127.0.0.1:0']),
      ...own,
    ],
  };
}

/** Where Electron keeps the window's node: `node` in the user's application data (`app.getPath('userData')`). */
export function windowHome(platform: NodeJS.Platform, env: Environment, productName: string): string {
  const home = env.HOME || homedir();
  const appData =
    platform === 'darwin'
      ? join(home, 'Library/Application Support')
      : platform === 'win32'
        ? env.APPDATA || join(home, 'AppData/Roaming')
        : env.XDG_CONFIG_HOME || join(home, '.config');
  return join(appData, productName, 'node');
}
