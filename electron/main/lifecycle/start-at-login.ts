/** Whether this app is started at login: always read from where the system reads it, as others may change it. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Background } from '#shared/contract/domain/background.ts';
import { autostartEntry, execLine, startedBy } from './autostart-entry.ts';

export type AtLogin = Pick<Background, 'startsAtLogin' | 'command'>;

export interface StartAtLogin {
  read(): AtLogin;
  /** Throws what the system says against it. */
  set(on: boolean): void;
}

/** The word that a start at login has, and by which it shows no window. */
export const HIDDEN = '--hidden';

export interface LoginOptions {
  readonly platform: NodeJS.Platform;
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings' | 'getPath'>;
  /** The program and its words, without `--hidden`. */
  readonly command: readonly string[];
  /** Of the entry; another one for each home. */
  readonly name: string;
}

export function startAtLogin(options: LoginOptions): StartAtLogin {
  if (options.platform === 'linux') {
    // Electron's own call does nothing there, and says nothing.
    const folder = join(options.app.getPath('appData'), 'autostart');
    return entryAtLogin(folder, options.name, [...options.command, HIDDEN]);
  }
  if (options.platform === 'win32' || options.platform === 'darwin') return itemAtLogin(options);
  return { read: () => ({ startsAtLogin: 'cannot', command: null }), set: () => {} };
}

/** An entry of our own in the user's folder of them. */
export function entryAtLogin(folder: string, name: string, words: readonly string[]): StartAtLogin {
  const path = join(folder, `${name}.desktop`);
  return {
    read() {
      const command = started(path);
      if (command === null) return { startsAtLogin: 'no', command: null };
      return command === execLine(words)
        ? { startsAtLogin: 'yes', command: null }
        : { startsAtLogin: 'other', command };
    },
    set(on) {
      if (!on) return rmSync(path, { force: true });
      const entry = autostartEntry('GhostStack', words);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, entry, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function started(path: string): string | null {
  try {
    return startedBy(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function itemAtLogin({ app, platform, command }: LoginOptions): StartAtLogin {
  const [path = '', ...words] = command;
  // macOS takes no words: there the app asks whether it was opened at login.
  const item = platform === 'win32' ? { path, args: [...words, HIDDEN] } : {};
  return {
    read: () => ({
      startsAtLogin: app.getLoginItemSettings(item).openAtLogin ? 'yes' : 'no',
      command: null,
    }),
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}

/** Whether this start is one that shows no window, by its words or by what macOS says. */
export function isHiddenStart(
  words: readonly string[],
  platform: NodeJS.Platform,
  app: Pick<App, 'getLoginItemSettings'>,
): boolean {
  return words.includes(HIDDEN) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

/** How this app is started again: a packaged one by itself, an AppImage by its file, else Electron with the app's folder. */
export function ownCommand(started: {
  readonly execPath: string;
  readonly appImage: string | undefined;
  /** Null where the app is packaged. */
  readonly appFolder: string | null;
  /** Null for the usual one. */
  readonly home: string | null;
}): string[] {
  const { execPath, appImage, appFolder, home } = started;
  const program = appFolder === null ? [appImage ?? execPath] : [execPath, appFolder];
  return [...program, ...(home === null ? [] : ['--home', home])];
}
