/**
 * Starts the installed app as an ordinary user and drives its page. Its fuses keep Playwright's way into an Electron
 * shut (`--inspect`), so the page is reached as a browser's would be.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright';
import { pollUntil } from './poll-until.ts';

/** nobody, nogroup */
export const USER_ID = 65534;
/** Privileges may be gained again: where there are no user namespaces, the sandbox is a setuid program. */
const AS_USER = [`--reuid=${USER_ID}`, `--regid=${USER_ID}`, '--clear-groups'];
const START_LIMIT_MS = 60_000;

export interface UserSession {
  readonly display: string;
  /** The user's home directory. */
  readonly userFolder: string;
}

export interface InstalledApp {
  readonly pid: number;
  readonly page: Page;
  stderr(): string;
  /** Ends it as a session's end does; resolves with its exit code. */
  quit(): Promise<number | null>;
}

export function startAsUser(session: UserSession, program: string, args: readonly string[]): ChildProcess {
  return spawn('setpriv', [...AS_USER, program, ...args], {
    cwd: session.userFolder,
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      HOME: session.userFolder,
      DISPLAY: session.display,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

export async function startInstalledApp(
  session: UserSession,
  program: string,
  args: readonly string[] = [],
): Promise<InstalledApp> {
  const child = startAsUser(session, program, ['--remote-debugging-port=0', ...args]);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let browser: Browser | null = null;
  const quit = async (): Promise<number | null> => {
    await browser?.close();
    child.kill('SIGTERM');
    return (await exited)[0];
  };
  try {
    const address = await pollUntil(
      () => {
        if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}: ${stderr}`);
        return /^DevTools listening on (ws:\S+)$/m.exec(stderr)?.[1];
      },
      (found) => found !== undefined,
      START_LIMIT_MS,
    );
    const connected = await chromium.connectOverCDP(address ?? '');
    browser = connected;
    const page = await pollUntil(
      () => connected.contexts()[0]?.pages()[0],
      (found) => found !== undefined,
      START_LIMIT_MS,
    );
    if (!page || child.pid === undefined) throw new Error('The app has no page.');
    return { pid: child.pid, page, stderr: () => stderr, quit };
  } catch (error) {
    await quit();
    throw error;
  }
}
