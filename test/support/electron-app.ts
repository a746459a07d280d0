/** Starts the built app in a folder of its own, on a display of its own, driven by Playwright. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronRuntime, PROJECT_FOLDER } from './electron-runtime.ts';
import { pollUntil } from './poll-until.ts';
import { withSecondTry } from './second-try.ts';

const LAUNCH_LIMIT_MS = 60_000;
const READY_WHEN_ATTACHED = join(import.meta.dirname, 'electron-runtime/ready-when-attached.cjs');

export interface LaunchOptions {
  readonly display: string;
  /** Stands for the user's home directory: application data and keys are below it. */
  readonly userFolder: string;
  /** Words after the app's folder, for example `--home`, DIR. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder with a package.json to start instead of the built app. */
  readonly appFolder?: string;
  /** CommonJS modules that Electron loads before the app. */
  readonly preloaded?: readonly string[];
  /** A program that is given Electron's command line, for starting it in another way. */
  readonly startedBy?: string;
  /** For one try to start it; a minute if not given. */
  readonly limitMs?: number;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** What the main process has written to its standard error so far. */
  stderr(): string;
  /** Quits as a user would; resolves when the process has ended. */
  quit(): Promise<void>;
}

export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  return withSecondTry('starting Electron with a window', () => tryApp(options), endLaunched);
}

async function tryApp(options: LaunchOptions): Promise<RunningApp> {
  const app = await tryElectron(options);
  let stderr = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  try {
    const window = await app.firstWindow({ timeout: LAUNCH_LIMIT_MS });
    await window.waitForLoadState();
    return { app, window, stderr: () => stderr, quit: () => app.close() };
  } catch (error) {
    await endGroup(app.process().pid);
    throw error;
  }
}

/** Without waiting for a window, for programs that may not open one. */
export function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  return withSecondTry('starting Electron', () => tryElectron(options), endLaunched);
}

async function tryElectron(options: LaunchOptions): Promise<ElectronApplication> {
  // A program that starts it in another way may hand over no switches, or to somebody who cannot read the module.
  const preloaded = [...(options.startedBy ? [] : [READY_WHEN_ATTACHED]), ...(options.preloaded ?? [])];
  const command = await electronCommand({ ...options, preloaded });
  // Playwright would add `--no-sandbox` by itself.
  return _electron.launch({ ...command, chromiumSandbox: true, timeout: options.limitMs ?? LAUNCH_LIMIT_MS });
}

/** Of a launch that failed, Playwright tells the process in its message alone. */
async function endLaunched(error: unknown): Promise<void> {
  const pid = /<launched> pid=(\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (pid !== undefined) await endGroup(Number(pid));
}

/** Playwright starts each Electron as the leader of a group, in which its children are. */
async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
  await pollUntil(() => isGone(pid), Boolean);
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** Executable, arguments and environment, for starting it with or without Playwright. */
export async function electronCommand(options: LaunchOptions) {
  const appFolder = options.appFolder ?? PROJECT_FOLDER;
  if (!options.appFolder && !existsSync(join(appFolder, 'out/main/index.js'))) {
    throw new Error('The app is not built. Run: npm run build');
  }
  const runtime = await electronRuntime();
  // Chromium refuses to run its sandbox as root; nobody but a test may ask it to go without.
  const rootOnly = process.getuid?.() === 0 && !options.startedBy ? ['--no-sandbox'] : [];
  const preloaded = (options.preloaded ?? []).flatMap((path) => ['-r', path]);
  return {
    executablePath: options.startedBy ?? runtime.executablePath,
    args: [...rootOnly, ...preloaded, appFolder, ...(options.args ?? [])],
    env: { ...environment(options), ...options.env },
  };
}

/** The caller's environment without what would lead the app to another display, folder or renderer. */
function environment({ display, userFolder }: LaunchOptions): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(NODE_OPTIONS|WAYLAND_DISPLAY|ELECTRON_|VITEST|XDG_)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    DISPLAY: display,
    HOME: userFolder,
    XDG_CONFIG_HOME: join(userFolder, '.config'),
    XDG_CACHE_HOME: join(userFolder, '.cache'),
    XDG_DATA_HOME: join(userFolder, '.local/share'),
  };
}
